import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forwardTarget } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoffMs, retryAfterMs } from './backoff.js';
import { Forwarder, forwardedHeader } from './forwarder.js';
import type { RawRequest } from './raw-request.js';

const request = (bytes = 10): RawRequest => ({
  signal: 'traces',
  contentType: 'application/x-protobuf',
  contentEncoding: 'gzip',
  body: Buffer.alloc(bytes, 7),
});

interface Call {
  readonly url: string;
  readonly headers: Headers;
  readonly bytes: number;
}

/** A forwarder whose endpoint answers these statuses in turn; null: it can't be reached. The last one stays. */
function forwarding(statuses: readonly (number | null)[], more: object = {}) {
  const calls: Call[] = [];
  const answers = [...statuses];
  let now = 0;
  const forwarder = new Forwarder({
    target: forwardTarget.parse({ endpoint: 'http://backend:4318/', headers: { 'x-key': 'k' }, ...more }),
    now: () => now,
    random: () => 0,
    fetch: (url, init) => {
      const asked = new Request(url, { method: 'POST', headers: new Headers(init?.headers) });
      const status = answers.length > 1 ? answers.shift() : answers[0];
      const bytes = init?.body instanceof Uint8Array ? init.body.length : -1;
      calls.push({ url: asked.url, headers: asked.headers, bytes });
      if (status === null || status === undefined) return Promise.reject(new Error('no route'));
      return Promise.resolve(new Response(null, { status, headers: { 'retry-after': '0' } }));
    },
  });
  const later = (ms: number): void => {
    now += ms;
  };
  return { forwarder, calls, later };
}

describe('what is sent on', () => {
  it('is what arrived, unchanged, with the headers of the target', async () => {
    const { forwarder, calls } = forwarding([200]);
    forwarder.offer(request(12));
    await vi.waitFor(() => {
      expect(forwarder.stats()).toMatchObject({ sent: 1, queuedBytes: 0 });
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ url: 'http://backend:4318/v1/traces', bytes: 12 });
    const { headers } = calls[0] ?? { headers: new Headers() };
    expect(
      ['content-type', 'content-encoding', 'x-key', forwardedHeader].map((name) => headers.get(name)),
    ).toEqual(['application/x-protobuf', 'gzip', 'k', '1']);
  });

  it.each([[[503, 200]], [[429, 502, 504, 200]]])('is tried again after %j', async (statuses) => {
    const { forwarder, calls } = forwarding(statuses);
    forwarder.offer(request());
    await vi.waitFor(() => {
      expect(forwarder.stats().sent).toBe(1);
    });
    expect(calls).toHaveLength(statuses.length);
  });

  it('is given up where the endpoint refuses it for good, and what follows is sent', async () => {
    const { forwarder } = forwarding([400, 200]);
    forwarder.offer(request());
    forwarder.offer(request());
    await vi.waitFor(() => {
      expect(forwarder.stats()).toMatchObject({ sent: 1, dropped: { refused: 1 } });
    });
  });

  it('waits in a queue that is bounded, and what does not fit is counted', async () => {
    const { forwarder } = forwarding([null], { max_queue_bytes: 1_048_576 });
    for (let each = 0; each < 4; each += 1) forwarder.offer(request(500_000));
    expect(forwarder.stats()).toMatchObject({ sent: 0, queuedBytes: 1_000_000, dropped: { full: 2 } });
    await forwarder.stop();
    expect(forwarder.stats()).toMatchObject({ sent: 0, queuedBytes: 0, dropped: { full: 2, stopped: 2 } });
  });

  it('is given up after five minutes', async () => {
    const { forwarder, calls, later } = forwarding([503]);
    forwarder.offer(request());
    await vi.waitFor(() => {
      expect(calls.length).toBeGreaterThan(0);
    });
    later(300_001);
    await vi.waitFor(() => {
      expect(forwarder.stats()).toMatchObject({ sent: 0, dropped: { expired: 1 } });
    });
  });

  it('is of the signals that the target wants', () => {
    const { forwarder, calls } = forwarding([200], { signals: ['metrics'] });
    forwarder.offer(request());
    expect([calls.length, forwarder.stats().queuedBytes]).toEqual([0, 0]);
  });

  it('is counted where it must be kept back, if the target wants its signal', async () => {
    const { forwarder, calls } = forwarding([200], { signals: ['metrics'] });
    for (const signal of ['metrics', 'traces'] as const) forwarder.withhold(signal);
    expect([calls.length, forwarder.stats().dropped.foreign]).toEqual([0, 1]);
    await forwarder.stop();
    forwarder.withhold('metrics');
    expect(forwarder.stats().dropped.foreign).toBe(1);
  });
});

describe('many requests', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  /** A forwarder to an endpoint some way off, in simulated time. `down` says whether it fails at a moment, ms. */
  function distant(roundTripMs: number, down: (ms: number) => boolean = () => false, more: object = {}) {
    const calls: number[] = [];
    let [underWay, most] = [0, 0];
    const forwarder = new Forwarder({
      target: forwardTarget.parse({ endpoint: 'http://backend:4318', ...more }),
      now: () => Date.now(),
      random: () => 1,
      fetch: async () => {
        calls.push(Date.now());
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setTimeout(resolve, roundTripMs));
        underWay -= 1;
        return new Response(null, { status: down(Date.now()) ? 503 : 200 });
      },
    });
    return { forwarder, calls, most: () => most };
  }

  /** Offers a request each so many ms. */
  async function offering(forwarder: Forwarder, everyMs: number, forMs: number, bytes = 10): Promise<void> {
    for (const end = Date.now() + forMs; Date.now() < end;) {
      forwarder.offer(request(bytes));
      await vi.advanceTimersByTimeAsync(everyMs);
    }
  }

  it('of ten processes reach an endpoint that is 100 ms away, some at once', async () => {
    const { forwarder, most } = distant(100, () => false, { max_queue_bytes: 1_048_576 });
    await offering(forwarder, 20, 20_000, 100_000);
    await vi.advanceTimersByTimeAsync(100);
    expect(forwarder.stats()).toMatchObject({ sent: 1000, dropped: { full: 0 }, queuedBytes: 0 });
    expect(most()).toBeLessThanOrEqual(8);
  });

  it('that are more than can be sent are dropped past the bound of the queue, and counted', async () => {
    const { forwarder, most } = distant(1000, () => false, { max_queue_bytes: 1_048_576 });
    await offering(forwarder, 20, 10_000, 100_000);
    const { sent, dropped, queuedBytes } = forwarder.stats();
    expect(queuedBytes).toBeLessThanOrEqual(1_048_576);
    expect(sent + queuedBytes / 100_000 + dropped.full).toBe(500);
    // One, to see whether it answers, and then eight a second.
    expect(sent).toBeGreaterThanOrEqual(1 + 8 * 8);
    expect(most()).toBe(8);
  });

  it('are not sent while the endpoint fails, but one by one to see whether it answers, and then all are', async () => {
    const { forwarder, calls } = distant(100, (ms) => ms < 30_000);
    await offering(forwarder, 20, 30_000);
    // The first, then a probe after 0.5, 1, 2, 4 and 8 s; the next one is 16 s later.
    expect(calls).toHaveLength(1 + 5);
    expect(calls[1]).toBeGreaterThanOrEqual(600);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(forwarder.stats()).toMatchObject({ sent: 1500, queuedBytes: 0 });
  });

  it('go round one that the endpoint never takes in', async () => {
    const sent: number[] = [];
    const forwarder = new Forwarder({
      target: forwardTarget.parse({ endpoint: 'http://backend:4318' }),
      now: () => Date.now(),
      random: () => 1,
      fetch: (_, init) => {
        const bytes = init?.body instanceof Uint8Array ? init.body.length : -1;
        sent.push(bytes);
        return Promise.resolve(new Response(null, { status: bytes === 13 ? 503 : 200 }));
      },
    });
    forwarder.offer(request(13));
    await offering(forwarder, 100, 10_000);
    expect(forwarder.stats().sent).toBeGreaterThan(95);
    await vi.advanceTimersByTimeAsync(400_000);
    expect(forwarder.stats()).toMatchObject({ sent: 100, dropped: { expired: 1 }, queuedBytes: 0 });
    // At most once in half a minute in the end.
    expect(sent.filter((bytes) => bytes === 13).length).toBeLessThan(20);
  });
});

describe('an endpoint that', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** A forwarder to a real server. */
  async function to(listener: RequestListener): Promise<Forwarder> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const target = forwardTarget.parse({ endpoint, headers: { 'x-key': 'k' } });
    return new Forwarder({ target, now: () => 0, random: () => 0, fetch });
  }

  it('sends elsewhere is not followed: the headers of the target are for it alone', async () => {
    const asked: (string | undefined)[] = [];
    const forwarder = await to(({ url }, answer) => {
      asked.push(url);
      answer.writeHead(307, { location: '/elsewhere' }).end();
    });
    forwarder.offer(request());
    await vi.waitFor(() => {
      expect(forwarder.stats()).toMatchObject({ sent: 0, dropped: { refused: 1 } });
    });
    expect(asked).toEqual(['/v1/traces']);
  });

  it('answers without end is read no further than such answers go', async () => {
    const forwarder = await to((_, answer) => {
      const more = (): void => {
        while (answer.write(Buffer.alloc(65_536)));
        answer.once('drain', more);
      };
      more();
    });
    forwarder.offer(request());
    await vi.waitFor(() => {
      expect(forwarder.stats().sent).toBe(1);
    });
  });
});

it('the wait grows to half a minute and no further', () => {
  expect([0, 1, 2, 10].map((tries) => backoffMs(tries, 1))).toEqual([500, 1000, 2000, 30_000]);
  expect(backoffMs(1000, 0)).toBe(15_000);
});

it.each([
  ['7', 7000],
  ['Thu, 01 Jan 1970 00:00:20 GMT', 10_000],
  ['soon', null],
  ['-1', null],
  [null, null],
])('Retry-After %s asks for %s ms', (header, ms) => {
  expect(retryAfterMs(header, 10_000)).toBe(ms);
});
