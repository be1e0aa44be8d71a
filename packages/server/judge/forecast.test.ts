import { describe, expect, it } from 'vitest';
import { hubId, selfHub, type Point } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import { HubscopeError, previewBody, rule, type RuleInForce } from '@hubscope/core/wire';
import { Forecast } from './forecast.js';
import { pointOf, start, table } from './testing/court.js';

const hour = 3600;
const day = 24 * hour;
/** The moment of asking. */
const now = start + 2 * day;

type Values = Readonly<Record<string, number | null>>;

/** A forecast over a past in which each second has the values that it is given. */
function over(values: (which: number) => Values): Forecast {
  const point = (which: number): Point => pointOf('shop', null, which, values(which));
  return new Forecast(new SimulatedClock(millis(now * 1000)), table, {
    history: ({ from, to, columns }) => {
      const seconds = Array.from({ length: to - from }, (_, n) => values(from + n));
      return Promise.resolve(columns.map(({ name }) => seconds.map((each) => each[name] ?? null)));
    },
    async *points({ from, to }) {
      for (let at: number = from; at < to; at += hour) {
        await Promise.resolve();
        yield Array.from({ length: Math.min(hour, to - at) }, (_, n) => point(at + n));
      }
    },
  });
}

function asked(rule: object, more: object = {}): ReturnType<typeof previewBody.parse> {
  return previewBody.parse({ rule: { signal: 'memory', for: 10, ...rule }, hub: 'shop', ...more });
}

describe('a rule tried on the past', () => {
  it('on a value: when it would have fired, how long, and how far', async () => {
    const bad = (which: number): boolean => which >= now - 600 && which < now - 540;
    const answer = await over((which) => ({ memory: bad(which) ? 200 : 50 })).preview(asked({ above: 100 }));
    expect(answer).toMatchObject({
      from: (now - day) * 1000,
      to: now * 1000,
      count: 1,
      known_seconds: day,
      fired: [{ from: (now - 591) * 1000, worst_value: 200 }],
      suggested_threshold: 60,
    });
  });

  it('on a change against the hour before', async () => {
    // It doubles half an hour ago, and stays so.
    const forecast = over((which) => ({ memory: which < now - hour / 2 ? 50 : 100 }));
    const answer = await forecast.preview(
      asked({ above: 50, against: 'hour' }, { from: (now - hour) * 1000 }),
    );
    expect(answer.fired).toMatchObject([{ from: (now - hour / 2 + 9) * 1000, worst_value: 100 }]);
    // Once a third of the hour before is doubled too, it is half as much again and no more.
    const lasted = (answer.fired[0]?.to ?? 0) / 1000 - (now - hour / 2);
    expect(lasted).toBeGreaterThan(hour / 3);
    expect(lasted).toBeLessThan(hour / 3 + 400);
  });

  it('on a change against the same time yesterday, which a daily rhythm does not set off', async () => {
    const rhythm = (which: number): number => 100 + 80 * Math.sin((2 * Math.PI * which) / day);
    const calm = await over((which) => ({ memory: rhythm(which) })).preview(
      asked({ above: 20, against: 'yesterday' }, { from: (now - hour) * 1000 }),
    );
    expect(calm).toMatchObject({ count: 0, known_seconds: hour });
    const doubled = await over((which) => ({ memory: rhythm(which) * (which < now - 600 ? 1 : 2) })).preview(
      asked({ above: 20, against: 'yesterday' }, { from: (now - hour) * 1000 }),
    );
    expect(doubled.count).toBe(1);
  });

  it('on an error budget', async () => {
    const burn = { objective: 99, long: '1h', short: '5m', period: '30d' };
    const forecast = over((which) => ({ error_rate: which < now - 1200 ? 0 : 50 }));
    const answer = await forecast.preview(
      asked({ signal: 'error_rate', above: 10, burn }, { from: (now - hour) * 1000 }),
    );
    // The hour has burnt ten times its rate once a fifth of it was half errors: 12 minutes after it began, and then for 10 s.
    expect(answer.fired).toHaveLength(1);
    expect((answer.fired[0]?.from ?? 0) / 1000 - (now - 1200)).toBeCloseTo(730, -2);
  });

  it('knows nothing of seconds of which nothing is known', async () => {
    expect(await over(() => ({ memory: null })).preview(asked({ above: 1 }))).toMatchObject({
      count: 0,
      known_seconds: 0,
      suggested_threshold: null,
    });
  });

  it.each([
    ['unknown_signal', { signal: 'nope', above: 1 }, {}],
    ['bad_range', { above: 1 }, { from: 0 }],
    ['bad_range', { above: 1 }, { from: now * 1000, to: now * 1000 }],
    ['invalid_request', { above: 1, burn: { objective: 99 } }, {}],
  ])('answers %s to %j', async (code, rule, more) => {
    const fault: unknown = await over(() => ({}))
      .preview(asked(rule, more))
      .catch((error: unknown) => error);
    expect(fault instanceof HubscopeError ? fault.code : fault).toBe(code);
  });
});

it('the hub that is asked about is the one that is read', async () => {
  const read: string[] = [];
  const forecast = new Forecast(new SimulatedClock(millis(now * 1000)), table, {
    history: ({ hub, component, from }) => {
      read.push(`${hub} ${String(component)} ${String(from === second(now - day))}`);
      return Promise.resolve([[]]);
    },
    async *points() {
      await Promise.resolve();
      yield [];
    },
  });
  await forecast.preview(asked({ above: 1, component: '*' }, { component: 'agent:writer' }));
  expect(read).toEqual([`${hubId('shop')} agent:writer true`]);
});

describe('thresholds from a hub’s own past', () => {
  const inForce = (name: string, written: object): RuleInForce => ({
    ...rule.parse({ name, signal: 'memory', condition: 'above', threshold: 80, for: 10, ...written }),
    id: name,
    origin: 'default',
    read_only: false,
    changed: false,
  });
  const rules = [
    inForce('mean', {}),
    inForce('p95', { signal: 'latency.p95' }),
    inForce('unknown', { signal: 'busy' }),
    inForce('component', { component: 'agent:*' }),
    inForce('change', { against: 'hour' }),
  ];

  it('are of the last hour, for any column that a rule on the hub itself watches', async () => {
    const forecast = over((which) => ({ memory: which < now - hour ? 9000 : 50, 'latency.p95': 200 }));
    expect(await forecast.suggestions(hubId('shop'), rules)).toMatchObject([
      { rule: 'mean', signal: 'memory', threshold: 80, suggested: 60, known_seconds: hour },
      { rule: 'p95', signal: 'latency.p95', suggested: 240, known_seconds: hour },
    ]);
  });

  it('are none before ten minutes are known, nor of the server itself', async () => {
    const young = over((which) => ({ memory: which < now - 599 ? null : 50 }));
    expect(await young.suggestions(hubId('shop'), rules)).toEqual([]);
    expect(await over(() => ({ memory: 50 })).suggestions(selfHub, rules)).toEqual([]);
  });
});
