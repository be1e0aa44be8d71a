import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstLink, retryDelay, soundsDisconnected, step, type Link } from './reconnect.js';

const connected: Link = { phase: 'connected', since: 1000 };

describe('a lost connection', () => {
  it('is tried again after half a second to a second, then later and later', () => {
    const lost = step(connected, 'closed', 5000, 0);
    expect(lost).toEqual({ phase: 'waiting', attempt: 1, lostAt: 5000, retryAt: 5500 });
    const again = step(step(lost, 'retry', 5500, 0), 'closed', 5600, 1);
    expect(again).toEqual({ phase: 'waiting', attempt: 2, lostAt: 5000, retryAt: 7600 });
  });

  it('remembers when it was lost through every try, and forgets once it is back', () => {
    let link = step(connected, 'closed', 5000, 0.5);
    for (let n = 0; n < 20; n += 1) link = step(step(link, 'retry', 6000, 0.5), 'closed', 6000, 0.5);
    expect(link).toMatchObject({ phase: 'waiting', lostAt: 5000, attempt: 21 });
    expect(soundsDisconnected(link)).toBe(true);
    const back = step(step(link, 'retry', 9000, 0), 'opened', 9001, 0);
    expect(back).toEqual({ phase: 'connected', since: 9001 });
    expect(step(back, 'closed', 9500, 0)).toMatchObject({ attempt: 1, lostAt: 9500 });
  });

  it('is not put off by a second close, nor disturbed by a retry that comes while it stands', () => {
    const lost = step(connected, 'closed', 5000, 0);
    expect(step(lost, 'closed', 5400, 0)).toBe(lost);
    expect(step(connected, 'retry', 5400, 0)).toBe(connected);
  });

  it('that never stood has no time of loss', () => {
    expect(step(firstLink, 'closed', 5000, 0)).toMatchObject({ lostAt: null, attempt: 1 });
  });
});

describe('the delay', () => {
  it('stays between half a second and thirty, whatever the attempt and the jitter', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, jitter) => {
        const delay = retryDelay(attempt, jitter);
        expect(delay).toBeGreaterThanOrEqual(500);
        expect(delay).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});
