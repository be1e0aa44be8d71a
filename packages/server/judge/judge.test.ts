import { describe, expect, it } from 'vitest';
import { hubId } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import { HubscopeError, rule } from '@hubscope/core/wire';
import { Court, start, type Shelf } from './testing/court.js';

const many = { name: 'Much memory' };

function firingId(court: Court): string {
  const found = court.judge.alerts().alerts.find(({ state }) => state === 'firing');
  return found?.id ?? expect.fail('nothing fires');
}

const timeline = (court: Court, id: string): string[] =>
  court.judge.incidents.find(id)?.timeline.map(({ kind }) => kind) ?? [];

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof HubscopeError) return error.code;
    throw error;
  }
  return 'none';
}

describe('an incident', () => {
  it('is told once when it fires and once when it resolves, whatever happens within the cooldown', async () => {
    const court = await new Court({ rules: [{ ...many, cooldown: 60 }] }).open();
    court.memory('shop', 50, 150, 150, 50, 50, 150, 150, 150, 50, 50);
    expect(court.heard()).toEqual(['fired Much memory', 'resolved Much memory']);
    const { incidents } = court.judge.incidents.page({ limit: 50, offset: 0 });
    expect(incidents).toMatchObject([{ occurrences: 2, state: 'resolved', told: true, worst_value: 150 }]);
    expect(timeline(court, incidents[0]?.id ?? '')).toEqual([
      'pending',
      'fired',
      'resolved',
      'reopened',
      'resolved',
    ]);
  });

  it('is another one after the cooldown, with keys of its own', async () => {
    const court = await new Court({ rules: [{ ...many, cooldown: 3 }] }).open();
    court.memory('shop', 150, 150, 50, 50, 50, 50, 50, 150, 150);
    expect(court.heard()).toEqual(['fired Much memory', 'resolved Much memory', 'fired Much memory']);
    expect(new Set(court.told.map(({ id }) => id)).size).toBe(3);
    expect(court.judge.incidents.page({ limit: 1, offset: 0 })).toMatchObject({
      total: 2,
      incidents: [{ state: 'firing' }],
    });
  });

  it('leaves nothing on the screen under the name of the one before', async () => {
    const court = await new Court({ rules: [{ ...many, cooldown: 100 }] }).open();
    const shown = new Map<string, string>();
    // It resolves, comes near again within the cooldown, stays there beyond it, and is in breach anew.
    const values = [
      150,
      150,
      ...Array.from({ length: 70 }, () => 50),
      ...Array.from({ length: 60 }, () => 95),
      150,
    ];
    for (const memory of values) {
      for (const { id, state } of court.second('shop', { memory })) shown.set(id, state);
    }
    expect([...shown.values()]).toEqual(['inactive', 'pending']);
  });

  it('is kept in the same commit as what is told of it', async () => {
    const court = await new Court({ rules: [many] }).open();
    court.memory('shop', 150, 150);
    await court.judge.journal.flush();
    const commit = court.shelf.commits.find((changes) =>
      changes.some(({ collection }) => collection === 'outbox'),
    );
    expect(new Set(commit?.map(({ collection }) => collection))).toEqual(
      new Set(['outbox', 'incidents', 'alerts']),
    );
  });

  it('whose commit fails is committed once that can be done', async () => {
    const court = await new Court({ rules: [many] }).open();
    court.shelf.failing = true;
    court.memory('shop', 150, 150);
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect([court.judge.journal.failures, court.logged.length]).toEqual([1, 1]);
    court.shelf.failing = false;
    await court.judge.journal.flush();
    expect(court.shelf.kept.get('outbox')?.size).toBe(1);
  });

  it('is shown by late data, also one that is over', async () => {
    const court = await new Court({ rules: [many] }).open();
    court.memory('shop', 50, 50, 50, 50, 50, 50);
    court.amend('shop', 1, { memory: 150 });
    expect(court.heard()).toEqual([]);
    court.amend('shop', 2, { memory: 150 });
    expect(court.heard()).toEqual(['fired Much memory', 'resolved Much memory']);
    const [found] = court.judge.incidents.page({ limit: 1, offset: 0 }).incidents;
    expect(found).toMatchObject({
      began_at: (start + 1) * 1000,
      fired_at: (start + 2) * 1000,
      state: 'resolved',
    });
  });

  it('is found by its words, its hub and its state', async () => {
    const court = await new Court({ rules: [many, { name: 'Busy', signal: 'busy' }] }).open();
    court.memory('shop', 150, 150);
    court.second('bank', { busy: 101 });
    court.second('bank', { busy: 101 });
    court.judge.desk.note(firingId(court), 'Ada', 'A bad deploy');
    const count = (query: object): number =>
      court.judge.incidents.page({ limit: 50, offset: 0, ...query }).total;
    expect([
      count({}),
      count({ search: 'MUCH mem' }),
      count({ search: 'deploy' }),
      count({ search: 'x' }),
    ]).toEqual([2, 1, 1, 0]);
    expect([count({ hub: 'bank' }), count({ state: 'resolved' }), count({ severity: 'critical' })]).toEqual([
      1, 0, 0,
    ]);
    expect(court.judge.incidents.page({ limit: 1, offset: 1 }).incidents).toMatchObject([{ hub: 'shop' }]);
  });
});

describe('after a restart', () => {
  async function restarted(
    shelf: Shelf,
    options: ConstructorParameters<typeof Court>[0] = {},
  ): Promise<Court> {
    return new Court({ rules: [{ ...many, cooldown: 600 }], now: 100, ...options, shelf }).open();
  }

  it('an alert that fired fires on under its id, and is told of no second time', async () => {
    const before = await new Court({ rules: [{ ...many, cooldown: 600 }] }).open();
    before.memory('shop', 50, 150, 150, 150);
    const id = firingId(before);
    before.judge.acknowledge(id, 'Ada', 'on it');
    await before.judge.journal.flush();
    const after = await restarted(before.shelf);
    expect(after.judge.alerts().alerts).toMatchObject([
      { id, state: 'firing', acknowledged_by: 'Ada', blind_since: (start + 4) * 1000 },
    ]);
    after.memory('shop', 150, 50, 50);
    expect(after.heard()).toEqual(['resolved Much memory']);
    expect(timeline(after, id)).toEqual([
      'pending',
      'fired',
      'acknowledged',
      'restarted',
      'sighted',
      'resolved',
    ]);
  });

  it('one whose rule has left the configuration is over, and who heard that it fired hears so', async () => {
    const before = await new Court({ rules: [{ ...many, cooldown: 600 }] }).open();
    before.memory('shop', 50, 150, 150, 150);
    const id = firingId(before);
    await before.judge.stop();
    const after = await restarted(before.shelf, { rules: [{ name: 'Another' }] });
    await after.judge.journal.flush();
    expect(after.heard()).toEqual(['resolved Much memory']);
    expect(timeline(after, id).slice(-2)).toEqual(['rule', 'resolved']);
    expect(after.judge.rules.list().map(({ name }) => name)).not.toContain('Much memory');
    expect((await restarted(before.shelf)).heard()).toEqual([]);
  });

  it('the cooldown of one that had resolved still runs', async () => {
    const before = await new Court({ rules: [{ ...many, cooldown: 600 }] }).open();
    before.memory('shop', 150, 150, 50, 50);
    await before.judge.stop();
    const after = await restarted(before.shelf);
    after.memory('shop', 150, 150);
    expect(after.heard()).toEqual([]);
    expect(after.judge.alerts().alerts).toMatchObject([{ state: 'firing', occurrences: 2 }]);
  });

  it('rules and silences that were made are there, and what hid is counted on', async () => {
    const before = await new Court().open();
    const written = rule.parse({ name: 'Mine', signal: 'memory', condition: 'above', threshold: 7, for: 0 });
    before.judge.journal.add([before.judge.rules.create(written).change]);
    const asked = { matcher: { rule: 'M*', hub: null, component: null, signal: null, severity: null } };
    const now = before.clock.now();
    before.judge.journal.add(
      before.judge.silences.create({ ...asked, duration: 3600, repeat: null, repeat_until: null }, now)
        .changes,
    );
    before.judge.rulesChanged('');
    before.memory('shop', 8);
    await before.judge.stop();
    const after = await restarted(before.shelf, { rules: [] });
    expect(after.judge.rulesFor(hubId('shop'))).toMatchObject([{ name: 'Mine', origin: 'api' }]);
    expect(after.judge.silences.list(after.clock.now())).toMatchObject([{ hidden: 1, state: 'active' }]);
  });

  it('uptime goes on, and the seconds in which nobody looked are unknown', async () => {
    const before = await new Court().open();
    before.memory('shop', ...Array.from({ length: 40 }, () => 1));
    for (let n = 0; n < 10; n += 1) before.silent('shop');
    await before.judge.stop();
    const after = await restarted(before.shelf);
    after.memory('shop', 1, 1);
    const runs = after.judge.uptimeRuns(hubId('shop'), second(start), second(start + 102));
    expect(runs?.map(({ seconds, state }) => [seconds, state])).toEqual([
      [40, 'up'],
      [10, 'down'],
      [50, 'unknown'],
      [2, 'up'],
    ]);
  });

  it('an incident whose rule is gone is over, and says why', async () => {
    const before = await new Court({ rules: [many] }).open();
    before.memory('shop', 150, 150);
    const id = firingId(before);
    await before.judge.stop();
    const after = await restarted(before.shelf, { rules: [] });
    expect(after.judge.incidents.find(id)).toMatchObject({ state: 'resolved' });
    expect(timeline(after, id).slice(-2)).toEqual(['rule', 'resolved']);
  });
});

describe('an acknowledgement', () => {
  it('is of whoever came first; a second person is noted, and both are answered', async () => {
    const court = await new Court({ rules: [many] }).open();
    court.memory('shop', 150, 150);
    const id = firingId(court);
    expect(court.judge.acknowledge(id, 'Ada', 'on it')).toMatchObject({
      acknowledged: true,
      acknowledged_by: 'Ada',
    });
    expect(court.judge.acknowledge(id, 'Bob', null)).toMatchObject({
      acknowledged: true,
      acknowledged_by: 'Ada',
    });
    expect(court.judge.acknowledge(id, 'Ada', null)).toMatchObject({ note: 'on it' });
    expect(timeline(court, id)).toEqual(['pending', 'fired', 'acknowledged', 'acknowledged', 'acknowledged']);
    expect(court.judge.unacknowledge(id, 'Bob')).toMatchObject({ acknowledged: false });
    expect(court.judge.unacknowledge(id, 'Bob')).toMatchObject({ acknowledged: false });
    expect(court.changed.map(({ acknowledged }) => acknowledged)).toEqual([true, true, true, false, false]);
  });

  it('by two people of what has resolved meanwhile is refused to both, and leaves no trace', async () => {
    const court = await new Court({ rules: [many] }).open();
    court.memory('shop', 150, 150);
    const id = firingId(court);
    court.memory('shop', 50, 50);
    for (const by of ['Ada', 'Bob', 'Ada'])
      expect(codeOf(() => court.judge.acknowledge(id, by, 'on it'))).toBe('alert_not_firing');
    expect(timeline(court, id)).toEqual(['pending', 'fired', 'resolved']);
    expect(court.judge.incidents.find(id)).toMatchObject({ acknowledged_by: null, note: null });
    expect(court.heard()).toEqual(['fired Much memory', 'resolved Much memory']);
  });

  it('ends with its incident: that of Ada is not that of the one which comes after', async () => {
    const court = await new Court({ rules: [{ ...many, cooldown: 60 }] }).open();
    court.memory('shop', 150, 150);
    court.judge.acknowledge(firingId(court), 'Ada', null);
    court.memory('shop', 50, 50, 150, 150);
    expect(court.judge.alerts().alerts).toMatchObject([
      { state: 'firing', occurrences: 2, acknowledged: false },
    ]);
  });

  it('of what has just resolved, of what only approaches, and of what never was, is refused', async () => {
    const court = await new Court({ rules: [many] }).open();
    court.memory('shop', 150, 150);
    const id = firingId(court);
    court.memory('shop', 50, 50);
    expect(codeOf(() => court.judge.acknowledge(id, 'Ada', null))).toBe('alert_not_firing');
    court.second('bank', { memory: 95 });
    const near = court.judge.alerts().alerts.find(({ hub }) => hub === 'bank');
    expect(near?.state).toBe('approaching');
    expect(codeOf(() => court.judge.acknowledge(near?.id ?? '', 'Ada', null))).toBe('alert_not_firing');
    expect(codeOf(() => court.judge.acknowledge('nobody', 'Ada', null))).toBe('unknown_alert');
  });
});

describe('health', () => {
  async function lost(
    signal: string,
    name: string,
    threshold: number,
    values: readonly number[],
  ): Promise<object> {
    const court = await new Court({ rules: [{ name: 'Watched', signal, threshold }] }).open();
    for (const value of values) court.second('shop', { [name]: value });
    const { parts = [], score } = court.judgement?.health ?? {};
    const part = parts.find((each) => each.name === 'Watched');
    return { score, column: part?.column, value: part?.value, lost: part?.lost };
  }

  it.each([
    ['latency', 300],
    ['latency.p50', 300],
    ['latency.p95', 300],
    ['latency.p99', 300],
    ['latency.max', 300],
    ['latency.min', 300],
  ])('loses points to a rule on %s', async (signal, value) => {
    expect(
      await lost(
        signal,
        'latency',
        150,
        Array.from({ length: 12 }, () => value),
      ),
    ).toEqual({
      score: expect.closeTo(66.7, 1) as number,
      column: signal,
      value: expect.closeTo(value, -1) as number,
      lost: expect.closeTo(33.3, 1) as number,
    });
  });

  it('loses them to one on a count, which is that of a second', async () => {
    expect(await lost('latency.count', 'latency', 0.5, [7, 7, 7])).toMatchObject({ value: 1 });
  });

  it('loses them to one on the greatest value of a plain signal', async () => {
    expect(await lost('memory.max', 'memory', 100, [300, 300])).toMatchObject({ value: 300 });
  });

  it('reads a quantile of the last ten seconds as a whole: it is no mean of quantiles', async () => {
    const values = [...Array.from({ length: 11 }, () => 140), 9000];
    expect(await lost('latency.p50', 'latency', 150, values)).toMatchObject({
      value: expect.closeTo(140, -1) as number,
    });
  });
});
