import type { LiveFrame } from '../wire/index.js';
import { describe, expect, it } from 'vitest';
import { alertOf, snapshotOf, start, statusOf, tickOf } from './testing/frames.js';
import { emptyReplica, reduce, type HubView, type Replica } from './replica.js';
import { keptSeconds, newestSecond } from './series.js';

function after(...frames: readonly LiveFrame[]): Replica {
  return frames.reduce(reduce, emptyReplica);
}

function view(replica: Replica): HubView {
  if (replica.view === null) throw new Error('no snapshot was applied');
  return replica.view;
}

const throughputOf = (replica: Replica, key: string) => view(replica).components.get(key)?.throughput;

describe('a replica', () => {
  it('takes all from a snapshot', () => {
    const { series, components } = view(after(snapshotOf()));
    expect(newestSecond(series)).toBe(start + 2);
    expect(series.columns).toEqual([
      [1, 2, 3],
      [40, null, 42],
    ]);
    expect([...components.keys()]).toEqual(['agent:a', 'tool:b:c']);
  });

  it('appends a tick, and who it leaves out has the values of before', () => {
    const replica = after(snapshotOf(), tickOf(11, start + 3, { components: [['agent:a', 7, 0.9]] }));
    expect(view(replica).series.columns[0]).toEqual([1, 2, 3, 9]);
    expect(throughputOf(replica, 'agent:a')).toEqual([1, 2, 3, 7]);
    expect(throughputOf(replica, 'tool:b:c')).toEqual([null, 1, 1, 1]);
    expect(view(replica).components.get('agent:a')?.values).toEqual([7, 0.9]);
  });

  it('shows a second that never came as a gap, never as the value before', () => {
    const replica = after(snapshotOf(), tickOf(11, start + 5));
    expect(view(replica).series.columns[0]).toEqual([1, 2, 3, null, null, 9]);
    expect(throughputOf(replica, 'agent:a')).toEqual([1, 2, 3, null, null, 3]);
  });

  it('keeps ninety seconds', () => {
    let replica = after(snapshotOf());
    for (let n = 1; n <= 200; n += 1) replica = reduce(replica, tickOf(10 + n, start + 2 + n));
    expect(view(replica).series.length).toBe(keptSeconds);
    expect(view(replica).series.columns[0]).toHaveLength(keptSeconds);
    expect(throughputOf(replica, 'agent:a')).toHaveLength(keptSeconds);
    expect(newestSecond(view(replica).series)).toBe(start + 202);
  });

  it('starts over after a silence longer than what is kept', () => {
    const replica = after(snapshotOf(), tickOf(11, start + 5000));
    expect(view(replica).series.columns[0]?.at(-1)).toBe(9);
    expect(view(replica).series.columns[0]?.filter((value) => value !== null)).toEqual([9]);
  });

  it('amends a second in place and leaves the newest values alone', () => {
    const amend: LiveFrame = {
      type: 'amend',
      seq: 11,
      second: start + 1,
      values: [22, 41],
      cores: [],
      components: [['agent:a', 20, 0]],
    };
    const replica = after(snapshotOf(), amend);
    expect(view(replica).series.columns).toEqual([
      [1, 22, 3],
      [40, 41, 42],
    ]);
    expect(throughputOf(replica, 'agent:a')).toEqual([1, 20, 3]);
    expect(view(replica).components.get('agent:a')?.values).toEqual([3, 0.5]);
  });

  it('adds new components with a gap before them, and drops those that are gone', () => {
    const replica = after(
      snapshotOf(),
      tickOf(11, start + 3, { components: [['model:x', 4, 1]], gone: ['agent:a'] }),
    );
    expect(throughputOf(replica, 'model:x')).toEqual([null, null, null, 4]);
    expect(view(replica).components.get('model:x')).toMatchObject({ kind: 'model', name: 'x' });
    expect(view(replica).components.has('agent:a')).toBe(false);
  });

  it('applies no frame twice', () => {
    const replica = after(snapshotOf(), tickOf(11, start + 3));
    expect(reduce(replica, tickOf(11, start + 3, { values: [1000, 0] }))).toBe(replica);
    expect(reduce(replica, tickOf(9, start + 1, { values: [1000, 0] }))).toBe(replica);
  });

  it('knows that it is torn when a frame is missing, until the next snapshot', () => {
    const torn = after(snapshotOf(), tickOf(12, start + 4));
    expect(torn.torn).toBe(true);
    expect(reduce(torn, tickOf(13, start + 5)).torn).toBe(true);
    expect(reduce(torn, snapshotOf({ seq: 20 })).torn).toBe(false);
  });

  it('keeps what is shown when the server begins a new life, and applies none of its ticks before a snapshot', () => {
    const old = after(
      {
        type: 'hello',
        epoch: 'a',
        version: '1',
        now: 0,
        hub: 'shop',
        otlp_http_port: null,
        otlp_http_tls: false,
      },
      snapshotOf(),
    );
    const reborn = reduce(old, {
      type: 'hello',
      epoch: 'b',
      version: '1',
      now: 0,
      hub: 'shop',
      otlp_http_port: null,
      otlp_http_tls: false,
    });
    expect(reborn.view).toBe(old.view);
    expect(reduce(reborn, tickOf(1, start + 3))).toBe(reborn);
  });

  it('keeps the identity of what a frame leaves alone', () => {
    const before = after(snapshotOf());
    const next = reduce(before, tickOf(11, start + 3));
    expect(view(next).signals).toBe(view(before).signals);
    expect(view(next).alerts).toBe(view(before).alerts);
    expect(view(next).judgement).toBe(view(before).judgement);
  });

  it('takes over status and the parts of the judgement that changed', () => {
    const health = { score: 80, parts: [] };
    const replica = after(
      snapshotOf(),
      tickOf(11, start + 3, { judgement: { health }, status: statusOf({ lag_ms: 900 }) }),
      tickOf(12, start + 4, { judgement: { trends: { memory: { change: 0, verdict: 'steady' } } } }),
      tickOf(13, start + 5, { judgement: { trends: { cpu: { change: 5, verdict: 'worse' } } } }),
      { type: 'status', seq: 14, status: statusOf({ state: 'silent' }) },
    );
    expect(view(replica).judgement).toMatchObject({
      health,
      trends: { memory: { verdict: 'steady' }, cpu: { verdict: 'worse' } },
    });
    expect(view(replica).status?.state).toBe('silent');
  });

  it('takes over the rules that watch the hub, and their thresholds', () => {
    const threshold = {
      column: 'memory',
      condition: 'above',
      threshold: 90,
      severity: 'warning',
      name: 'Full',
    };
    const before = after(snapshotOf({ thresholds: [{ ...threshold, threshold: 80 }] }));
    const replica = reduce(before, { type: 'rules', seq: 11, rules: 6, thresholds: [threshold] });
    expect(view(replica)).toMatchObject({ rules: 6, thresholds: [threshold] });
    expect(replica).toMatchObject({ seq: 11, torn: false });
    expect(view(replica).alerts).toBe(view(before).alerts);
  });

  it('holds one alert an id, lets go of inactive ones, and of resolved ones after ten minutes', () => {
    const resolved = alertOf({ state: 'resolved', resolved_at: (start + 3) * 1000 });
    const replica = after(
      snapshotOf({ alerts: [alertOf()] }),
      { type: 'alert', seq: 11, alert: resolved },
      { type: 'alert', seq: 12, alert: alertOf({ id: 'two', state: 'approaching' }) },
      { type: 'alert', seq: 13, alert: alertOf({ id: 'two', state: 'inactive' }) },
    );
    expect(view(replica).alerts).toEqual([resolved]);
    expect(view(reduce(replica, tickOf(14, start + 4))).alerts).toEqual([resolved]);
    expect(view(reduce(replica, tickOf(14, start + 610))).alerts).toEqual([]);
  });

  it('extends the last cell of a sparkline, begins the next and leaves cells between unknown', () => {
    const cell = (until: number, value: number) => ({ until, columns: { throughput: value } });
    const until = start + 20;
    const spark = (replica: Replica) => view(replica).sparklines.columns['throughput'];
    const same = after(snapshotOf(), tickOf(11, start + 3, { sparklines: [cell(until, 7)] }));
    expect(spark(same)).toEqual([5, 7]);
    const next = reduce(same, tickOf(12, start + 4, { sparklines: [cell(until + 30, 8)] }));
    expect(spark(next)).toEqual([5, 7, 8]);
    const later = reduce(next, tickOf(13, start + 90, { sparklines: [cell(until + 120, 9)] }));
    expect(spark(later)).toEqual([5, 7, 8, null, null, 9]);
  });
});
