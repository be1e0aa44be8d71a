import { describe, expect, it } from 'vitest';
import { hubId, selfHub } from '@hubscope/core/signal';
import { defaultRules, HubscopeError, rule, writtenRule, type Rule } from '@hubscope/core/wire';
import { RuleBook } from './rule-book.js';
import { Court, table } from './testing/court.js';

const mine = rule.parse({ name: 'Mine', signal: 'memory', condition: 'above', threshold: 5 });

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (error) {
    return error instanceof HubscopeError ? error.code : String(error);
  }
};

describe('the rules in force', () => {
  it('are the five default ones and the three of the server itself where the file names none', () => {
    const rules = new RuleBook(table, null).list();
    expect(
      rules
        .filter(({ hub }) => hub === null)
        .map(({ name, threshold, severity, cooldown }) => [name, threshold, severity, cooldown]),
    ).toEqual([
      ['High Latency', 150, 'warning', 300],
      ['Low Throughput', 400, 'critical', 300],
      ['High Memory Usage', 80, 'warning', 600],
      ['High CPU Usage', 90, 'critical', 180],
      ['High Error Rate', 5, 'critical', 120],
    ]);
    expect(rules.filter(({ hub }) => hub === selfHub).map(({ name }) => name)).toEqual([
      'Dropped Data',
      'Late Ticks',
      'Store Trouble',
    ]);
    expect(
      rules.every(
        ({ for: wait, keep_firing_for, approach, no_data }) =>
          wait === 5 && keep_firing_for === 5 && approach === 0.9 && no_data === 'keep',
      ),
    ).toBe(true);
  });

  it('of the file are read-only and stand in for the default ones', () => {
    const book = new RuleBook(table, [mine]);
    const [found] = book.list().filter(({ hub }) => hub === null);
    expect(found).toMatchObject({ name: 'Mine', origin: 'file', read_only: true });
    expect(codeOf(() => book.replace(found?.id ?? '', mine))).toBe('read_only_rule');
    expect(codeOf(() => book.remove(found?.id ?? ''))).toBe('read_only_rule');
    expect(new RuleBook(table, [mine]).list()[0]?.id).toBe(book.list()[0]?.id);
  });

  it('that are default ones can be changed, and are again as they were when that is undone', () => {
    const book = new RuleBook(table, null);
    const id = 'default-high-latency';
    book.replace(id, { ...mine, name: 'High Latency', signal: 'latency', threshold: 900 });
    expect(book.find(id)).toMatchObject({ threshold: 900, origin: 'default', changed: true });
    book.remove(id);
    expect(book.find(id)).toMatchObject({ threshold: 150, changed: false });
  });

  it('are a thousand made ones at most', () => {
    const book = new RuleBook(table, null);
    for (let n = 0; n < 1000; n += 1) book.create(mine);
    expect(codeOf(() => book.create(mine))).toBe('limit_reached');
  });

  it.each([
    ['unknown_signal', { signal: 'nope' }],
    ['unknown_signal', { signal: 'latency.p96' }],
    ['unknown_signal', { signal: 'memory.p95' }],
    ['unknown_signal', { signal: '__proto__' }],
    ['invalid_request', { signal: 'memory', burn: { objective: 99 } }],
    ['invalid_request', { signal: 'latency', burn: { objective: 99 } }],
    ['none', { signal: 'latency', burn: { objective: 99, good_below: 250 } }],
    ['none', { signal: 'latency.p99' }],
  ])('answer %s to %j', (code, more) => {
    const asked = rule.parse({ name: 'A', condition: 'above', threshold: 1, ...more });
    expect(codeOf(() => new RuleBook(table, null).create(asked))).toBe(code);
  });

  it.each([
    [{ signal: 'latency', statistic: 'rate' }, 'latency.count'],
    [{ signal: 'throughput', statistic: 'rate' }, 'throughput'],
    [{ signal: 'memory', statistic: 'mean' }, 'memory'],
    [{ signal: 'latency', statistic: 'mean' }, 'latency.mean'],
  ])('know every statistic: %j', (asked, signal) => {
    const written: Rule = writtenRule.parse({ ...asked, above: 1 });
    expect(new RuleBook(table, null).create(written).rule.signal).toBe(signal);
  });
});

describe('a rule that changes while its alert fires', () => {
  it('goes on under the same incident, or ends with it', async () => {
    const court = await new Court().open();
    const { rules } = court.judge;
    const { id } = rules.create({ ...mine, for: 1 }).rule;
    court.judge.rulesChanged('made');
    court.memory('shop', 8);
    const incident = court.judge.alerts().alerts[0]?.id;
    rules.replace(id, { ...mine, for: 1, threshold: 6, severity: 'critical' });
    court.judge.rulesChanged('changed');
    expect(court.judge.alerts().alerts).toMatchObject([
      { id: incident, state: 'firing', threshold: { threshold: 6, severity: 'critical' } },
    ]);
    expect(court.heard()).toEqual(['fired Mine', 'updated Mine']);
    rules.remove(id);
    court.judge.rulesChanged('Its rule was deleted.');
    // Whoever draws thresholds hears of each change, once it is in force.
    expect(court.ruled.map((thresholds) => thresholds.filter((each) => each === 5 || each === 6))).toEqual([
      [5],
      [6],
      [],
    ]);
    expect(court.judge.alerts().alerts).toEqual([]);
    expect(court.judge.incidents.find(incident ?? '')?.timeline.at(-2)).toMatchObject({
      kind: 'rule',
      text: 'Its rule was deleted.',
    });
    expect(court.heard()).toEqual(['fired Mine', 'updated Mine', 'resolved Mine']);
  });

  it('that is switched off watches nothing', async () => {
    const court = await new Court({ rules: [{ name: 'Off', enabled: false }] }).open();
    court.memory('shop', 500, 500, 500);
    expect([court.heard(), court.judge.rulesFor(hubId('shop'))]).toEqual([[], []]);
  });
});

describe('rules on components', () => {
  const agents = { name: 'Agents', component: 'agent:*', signal: 'busy' };

  it('have an alert for each that fits, and none for the hub', async () => {
    const court = await new Court({ rules: [agents] }).open();
    const parts = { 'agent:a': { busy: 150 }, 'agent:b': { busy: 50 }, 'tool:a': { busy: 150 } };
    court.second('shop', { busy: 500 }, parts);
    court.second('shop', { busy: 500 }, parts);
    expect(court.judge.alerts().alerts.map(({ component, state }) => [component, state])).toEqual([
      ['agent:a', 'firing'],
    ]);
  });

  it('hold for components that come later, and for those that are left out of a second', async () => {
    const court = await new Court({ rules: [agents] }).open();
    for (let n = 0; n < 20; n += 1) court.second('shop', {}, { [`agent:${String(n)}`]: { busy: 1 } });
    court.second('shop', {}, { 'agent:7': { busy: 150 }, 'agent:new': { busy: 150 } });
    court.second('shop', {}, { 'agent:new': { busy: 150 } });
    court.second('shop', {}, { 'agent:7': { busy: 150 }, 'agent:new': { busy: 150 } });
    expect(court.told.map(({ incident }) => incident.component).sort()).toEqual(['agent:7', 'agent:new']);
  });

  it('are evaluated again for one component alone when late data changes it', async () => {
    const court = await new Court({ rules: [agents] }).open();
    const calm = { 'agent:a': { busy: 1 }, 'agent:b': { busy: 1 } };
    for (let n = 0; n < 5; n += 1) court.second('shop', {}, calm);
    court.amend('shop', 2, {}, { 'agent:a': { busy: 150 }, 'agent:b': { busy: 1 } });
    court.amend('shop', 1, {}, { 'agent:a': { busy: 150 }, 'agent:b': { busy: 1 } });
    expect(court.told.map(({ kind, incident }) => [kind, incident.component])).toEqual([
      ['fired', 'agent:a'],
      ['resolved', 'agent:a'],
    ]);
  });
});

describe('a rule on a change', () => {
  it('compares each second with the past, and is quiet while that is unknown', async () => {
    const court = await new Court({ rules: [{ name: 'Up', against: 'hour', threshold: 50 }] }).open();
    court.memory('shop', 160, 160, 160);
    expect(court.judge.alerts().alerts).toEqual([]);
    court.past = 100;
    await court.passed(60);
    court.memory('shop', 140, 140, 160, 160);
    expect(court.heard()).toEqual(['fired Up']);
    expect(court.judge.alerts().alerts[0]).toMatchObject({
      current_value: 60,
      measure: { of: 'change', unit: '% against the hour before' },
    });
    expect(court.told[0]?.incident.measure?.of).toBe('change');
    expect(court.judge.alerts().alerts[0]?.message).toContain('60 % against the hour before, above 50');
  });
});

describe('a rule on an error budget', () => {
  it('fires while both windows burn too fast, and says what is left', async () => {
    const burn = { objective: 90, good_below: null, long: 300, short: 60, period: 86_400 };
    const court = await new Court({
      rules: [{ name: 'Budget', signal: 'error_rate', burn, threshold: 5, for: 0 }],
    }).open();
    for (let n = 0; n < 120; n += 1) court.second('shop', { error_rate: 1 });
    expect(court.heard()).toEqual([]);
    for (let n = 0; n < 300; n += 1) court.second('shop', { error_rate: 80 });
    expect(court.heard()).toEqual(['fired Budget']);
    const [alert] = court.judge.alerts().alerts;
    expect(alert?.current_value).toBeCloseTo(8, 0);
    expect(alert?.budget_left).toBeLessThan(0);
    expect(alert?.measure).toEqual({ of: 'burn', unit: '× the budget', decimals: 1 });
    for (let n = 0; n < 70; n += 1) court.second('shop', { error_rate: 0 });
    expect(court.heard()).toEqual(['fired Budget', 'resolved Budget']);
    expect(court.judge.budgets(hubId('shop'))).toMatchObject([{ name: 'Budget', objective: 90 }]);
  });
});

it('an alert of each default rule is quiet in a hub of which nothing is known', async () => {
  const court = await new Court({ rules: defaultRules }).open();
  for (let n = 0; n < 20; n += 1) court.second('shop', {});
  expect(court.judge.alerts().alerts).toEqual([]);
});
