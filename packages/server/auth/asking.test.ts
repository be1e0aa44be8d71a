import { millis, SimulatedClock } from '@hubscope/core/time';
import type { Grant } from '@hubscope/core/access';
import { HubscopeError, limitSettings, type LimitSettings } from '@hubscope/core/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { Asking } from './asking.js';
import { networkOf } from './network.js';

let clock: SimulatedClock;
beforeEach(() => {
  clock = new SimulatedClock(millis(1_700_000_000_000));
});

const asked = (limits: LimitSettings, viewers = 10): Asking =>
  new Asking(clock, { limits, viewers }, () => 0.5);

const rate = { per_second: 2, burst: 4 };
const held = (retryAfterSeconds: number): unknown =>
  expect.objectContaining({ code: 'too_many_requests', retryAfterSeconds }) as unknown;
const grant = (who: string | null = 'key ci'): Grant => {
  return { who, scopes: ['read'], hubs: null, expiresAt: null, ended: false };
};

function times(n: number, run: () => void): void {
  for (let i = 0; i < n; i += 1) run();
}

describe('an address that asks', () => {
  it('has its burst, then its rate, and hears how long to wait', () => {
    const asking = asked({ address: { per_second: 0.2, burst: 4 }, key: null });
    const knock = (): void => {
      asking.knock('192.0.2.1');
    };
    times(4, knock);
    expect(knock).toThrow(held(5));
    clock.advance(4_000);
    expect(knock).toThrow(held(1));
    clock.advance(1_000);
    times(1, knock);
    expect(knock).toThrow(held(5));
    expect(asking.held).toEqual({ address: 3, key: 0 });
    expect(() => {
      asking.knock('192.0.2.2');
    }).not.toThrow();
  });

  it('is a network of IPv6, and the same however it is written', () => {
    const asking = asked({ address: rate, key: null });
    for (const address of ['2001:db8::1', '2001:db8:0:0:1::2', '2001:DB8::ffff', '2001:db8::9'])
      asking.knock(address);
    expect(() => {
      asking.knock('2001:db8::10');
    }).toThrow(held(1));
    asking.knock('2001:db8:0:1::1');
    expect([networkOf('::ffff:192.0.2.1'), networkOf('192.0.2.1')]).toEqual(['192.0.2.1', '192.0.2.1']);
  });

  it('is never this machine', () => {
    const asking = asked({ address: rate, key: rate });
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      times(100, () => {
        asking.knock(address);
        asking.ask(grant(), { authorization: 'Bearer x', address });
      });
    expect(asking.held).toEqual({ address: 0, key: 0 });
  });

  it('gives nothing back to who sets a clock back, and keeps nobody out for it', () => {
    const asking = asked({ address: rate, key: null });
    times(4, () => {
      asking.knock('192.0.2.1');
    });
    clock.advance(-3_600_000);
    expect(() => {
      asking.knock('192.0.2.1');
    }).toThrow(held(1));
    clock.advance(500);
    asking.knock('192.0.2.1');
  });

  it('is remembered as long as it asks, however many others there are', () => {
    const asking = asked({ address: rate, key: null });
    times(4, () => {
      asking.knock('192.0.2.1');
    });
    for (let n = 0; n < 30_000; n += 1) {
      asking.knock(`10.${String(n >> 16)}.${String((n >> 8) & 255)}.${String(n & 255)}`);
      if (n % 5000 === 0)
        expect(() => {
          asking.knock('192.0.2.1');
        }).toThrow('Too many requests');
    }
  });
});

describe('an office of five thousand behind one address', () => {
  /** When each is let in, s, where all ask at once and come back when they are told to; and how often they were turned away. */
  function comeBack(asking: Asking, as?: 'viewer'): { last: number; refused: number } {
    const begun = clock.now();
    let waiting = new Map([[0, 5000]]);
    let [last, refused] = [0, 0];
    while (waiting.size > 0) {
      const at = Math.min(...waiting.keys());
      const count = waiting.get(at) ?? 0;
      clock.set(millis(begun + at * 1000));
      waiting.delete(at);
      times(count, () => {
        try {
          asking.knock('203.0.113.1', as);
          last = at;
        } catch (error) {
          refused += 1;
          const again = at + (error instanceof HubscopeError ? (error.retryAfterSeconds ?? 0) : 0);
          waiting = waiting.set(again, (waiting.get(again) ?? 0) + 1);
        }
      });
    }
    return { last, refused };
  }
  const usual = limitSettings.parse({});

  it('is let in at once as viewers, for whom there are places', () => {
    expect(comeBack(asked(usual, 10_000), 'viewer')).toEqual({ last: 0, refused: 0 });
  });

  it('has each of its requests answered as soon as the rate allows, and hardly any turned away twice', () => {
    const { last, refused } = comeBack(asked(usual));
    // 3,000 past the burst of 2,000, at 200 a second.
    expect(last).toBeLessThanOrEqual(16);
    expect(refused).toBeLessThan(3100);
  });
});

describe('a key', () => {
  it('has its measure over all addresses; a session and a stranger have none', () => {
    const asking = asked(limitSettings.parse({ address: null, key: rate }));
    const [own, other] = [grant(), grant()];
    for (let n = 0; n < 4; n += 1)
      asking.ask(own, { authorization: 'Bearer x', address: `192.0.2.${String(n)}` });
    expect(() => {
      asking.ask(own, { authorization: 'Bearer x', address: '192.0.2.9' });
    }).toThrow(held(1));
    asking.ask(other, { authorization: 'Bearer y', address: '192.0.2.9' });
    times(10, () => {
      asking.ask(grant(null), { authorization: 'Bearer x', address: '192.0.2.9' });
      asking.ask(own, { cookie: 'c', address: '192.0.2.9' });
    });
    expect(asking.held).toEqual({ address: 0, key: 1 });
  });
});
