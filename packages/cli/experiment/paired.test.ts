import { createServer, type Server as HttpServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Server } from '../client/server.js';
import { analyse } from './paired.js';
import type { Phase, Round } from './switch-back.js';

const settings = { tolerance: 0.01, alpha: 0.05, closedLoad: true };
let http: HttpServer;
let server: Server;
/** What the hub's history says of a phase that begins at this second. */
let said: (from: number) => Readonly<Record<string, number | null>>;
let asked: URLSearchParams[];

beforeEach(async () => {
  asked = [];
  http = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://here').searchParams;
    asked.push(query);
    const [from, to, step] = ['from', 'to', 'step'].map((name) => Number(query.get(name)));
    const values = said((from ?? 0) / 1000);
    const signals = Object.fromEntries(Object.entries(values).map(([name, one]) => [name, [one]]));
    response.end(JSON.stringify({ from, to, step, time: [from], signals }));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  server = new Server({
    server: `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`,
  });
});
afterEach(() => {
  http.close();
  http.closeAllConnections();
});

const phase = (way: Phase['way'], from: number): Phase => ({ way, from, to: from + 30 });
const rounds: readonly Round[] = [0, 1, 2, 3, 4, 5].map((round) =>
  round % 2 === 0
    ? [phase('off', 100 * round), phase('on', 100 * round + 50)]
    : [phase('on', 100 * round), phase('off', 100 * round + 50)],
);
const isOn = (from: number): boolean => (from % 100 === 50) === (Math.floor(from / 100) % 2 === 0);

describe('an experiment', () => {
  it('compares the phases of each round, by one merged value each, whatever drifts', async () => {
    said = (from) => {
      const wobble = 1 + 0.02 * Math.sin(7 * from);
      return {
        throughput: (100 + from / 5) * wobble * (isOn(from) ? 1.3 : 1),
        'latency.p95': (50 + from / 5) * wobble * (isOn(from) ? 0.7 : 1),
      };
    };
    const found = await analyse(server, 'shop', rounds, ['throughput', 'latency.p95'], settings);
    expect(found).toMatchObject([
      { signal: 'throughput', unit: 'ops/s', verdict: 'improved', pairs: 6 },
      { signal: 'latency.p95', unit: 'ms', verdict: 'improved', pairs: 6 },
    ]);
    expect(asked[0]?.get('step')).toBe('30000');
  });

  it('leaves rounds out in which a phase is unknown, and says where too few are left', async () => {
    said = (from) => ({ throughput: from < 250 ? null : 100 + from });
    const [found] = await analyse(server, 'shop', rounds, ['throughput'], settings);
    expect(found).toMatchObject({ verdict: 'unknown', pairs: 3, low: null });
    expect(found?.reason).toContain('at least 4 pairs');
  });

  it('says nothing of throughput that follows demand, nor of what is neither better nor worse', async () => {
    said = (from) => ({ throughput: isOn(from) ? 200 + (from % 7) : 100, busy: isOn(from) ? 3 : 2 });
    const found = await analyse(server, 'shop', rounds, ['throughput', 'busy'], {
      ...settings,
      closedLoad: false,
    });
    expect(found.map(({ verdict, low, reason }) => [verdict, low, reason])).toEqual([
      ['unknown', null, 'it follows demand'],
      ['unknown', null, 'no direction of it is better'],
    ]);
  });
});
