import { describe, expect, it } from 'vitest';
import { finish } from './steps.js';
import { Court, start } from './testing/court.js';

const warning = { name: 'Warm' };
const critical = { name: 'Hot', threshold: 200, severity: 'critical' as const };

function silence(court: Court, hub: string, duration: number, startsIn = 0): string {
  const matcher = { rule: null, hub, component: null, signal: null, severity: null };
  const now = court.clock.now();
  const asked = { matcher, duration, starts_at: now + startsIn * 1000, repeat: null, repeat_until: null };
  return court.judge.silences.create(asked, now).silence.id;
}

const hidden = (court: Court): number[] =>
  court.judge.silences.list(court.clock.now()).map((each) => each.hidden);
const shown = (court: Court): (string | null | undefined)[] =>
  court.judge.alerts().alerts.map((each) => each.silenced_by);

describe('a silence', () => {
  it('hides what people would be told, shows the alert, and says how much it hid', async () => {
    const court = await new Court({ rules: [warning] }).open();
    const id = silence(court, 'shop', 3600);
    court.memory('shop', 150, 150);
    expect([court.heard(), hidden(court), shown(court)]).toEqual([[], [1], [id]]);
    court.memory('shop', 50, 50);
    // Nobody knows that it fired: that it is over is no news.
    expect([court.heard(), hidden(court)]).toEqual([[], [1]]);
  });

  it('that ends while its alert still fires lets it be told then', async () => {
    const court = await new Court({ rules: [warning] }).open();
    silence(court, 'shop', 5);
    court.memory('shop', 150, 150, 150);
    expect(court.heard()).toEqual([]);
    court.memory('shop', 150, 150, 150);
    expect(court.heard()).toEqual(['fired Warm']);
    court.memory('shop', 50, 50);
    expect(court.heard()).toEqual(['fired Warm', 'resolved Warm']);
    const [found] = court.judge.incidents.page({ limit: 1, offset: 0 }).incidents;
    const kinds = court.judge.incidents.find(found?.id ?? '')?.timeline.map(({ kind }) => kind);
    expect(kinds).toEqual(['pending', 'fired', 'silenced', 'unmuted', 'resolved']);
  });

  it('that ends once its alert has come back lets it be told then, and its end too', async () => {
    const court = await new Court({ rules: [warning] }).open();
    silence(court, 'shop', 7);
    court.memory('shop', 150, 150, 50, 50, 150, 150);
    expect([court.heard(), hidden(court)]).toEqual([[], [1]]);
    court.memory('shop', 150, 150, 150);
    expect(court.heard()).toEqual(['fired Warm']);
    court.memory('shop', 50, 50);
    expect(court.heard()).toEqual(['fired Warm', 'resolved Warm']);
    // Another return within the cooldown is still no news.
    court.memory('shop', 150, 150, 50, 50);
    expect(court.heard()).toEqual(['fired Warm', 'resolved Warm']);
  });

  it('that is over when its alert comes back lets it be told at once', async () => {
    const court = await new Court({ rules: [warning] }).open();
    silence(court, 'shop', 5);
    court.memory('shop', 150, 150, 50, 50, 150, 150);
    expect(court.heard()).toEqual(['fired Warm']);
    court.memory('shop', 50, 50);
    expect(court.heard()).toEqual(['fired Warm', 'resolved Warm']);
  });

  it.each([
    ['as it was kept', (kept: object) => kept],
    ['by a version that did not keep what was told', (kept: object) => ({ ...kept, telling: undefined })],
  ])('is remembered through a restart, %s', async (_, kept) => {
    const first = await new Court({ rules: [warning] }).open();
    silence(first, 'shop', 7);
    first.memory('shop', 150, 150, 50, 50, 150, 150);
    await first.judge.stop();
    const incidents = first.shelf.kept.get('incidents') ?? new Map<string, unknown>();
    for (const [id, value] of incidents) incidents.set(id, kept(value as object));
    const second = await new Court({ rules: [warning], shelf: first.shelf, now: 7 }).open();
    second.memory('shop', 150, 150);
    await second.judge.stop();
    const third = await new Court({ rules: [warning], shelf: first.shelf, now: 9 }).open();
    third.memory('shop', 150, 50, 50, 50);
    expect([...second.heard(), ...third.heard()]).toEqual(['fired Warm', 'resolved Warm']);
  });

  it('that hid how grave an alert became lets that be told when it ends', async () => {
    const court = await new Court({ rules: [{ ...warning, critical_at: 300 }] }).open();
    court.memory('shop', 150, 150);
    silence(court, 'shop', 3);
    court.memory('shop', 300, 300);
    expect([court.heard(), hidden(court)]).toEqual([['fired Warm'], [1]]);
    court.memory('shop', 300, 300, 300);
    expect(court.heard()).toEqual(['fired Warm', 'updated Warm']);
    expect(court.told.at(-1)?.heard).toEqual(['warning']);
  });

  it('that is planned begins in its time', async () => {
    const court = await new Court({ rules: [warning] }).open();
    silence(court, 'shop', 3600, 10);
    court.memory('shop', 150, 150);
    expect(court.heard()).toEqual(['fired Warm']);
    court.memory('shop', ...Array.from({ length: 10 }, () => 150));
    expect(shown(court)).not.toEqual([null]);
  });

  it('that comes again is listed with the window that is on or comes next, and ends with it', async () => {
    const court = await new Court({ rules: [warning] }).open();
    const matcher = { rule: null, hub: 'shop', component: null, signal: null, severity: null };
    const { silences } = court.judge;
    const began = court.clock.now();
    const day = 86_400_000;
    const asked = { matcher, duration: 60, repeat: 'daily' as const, repeat_until: null };
    const { id } = silences.create(asked, began).silence;
    const listed = (now: number): object[] =>
      silences
        .list(now)
        .map(({ starts_at, ends_at, state }) => ({ from: starts_at - began, to: ends_at - began, state }));
    expect(listed(began + 1)).toEqual([{ from: 0, to: 60_000, state: 'active' }]);
    expect(listed(began + 60_000)).toEqual([{ from: day, to: day + 60_000, state: 'planned' }]);
    expect(listed(began + 3 * day)).toEqual([{ from: 3 * day, to: 3 * day + 60_000, state: 'active' }]);
    silences.end(id, began + 3 * day + 5);
    expect(listed(began + 4 * day)).toEqual([{ from: 3 * day, to: 3 * day + 5, state: 'over' }]);
  });

  it('does not hide that an alert is over of which people know', async () => {
    const court = await new Court({ rules: [warning] }).open();
    court.memory('shop', 150, 150);
    silence(court, 'shop', 3600);
    court.memory('shop', 50, 50);
    expect(court.heard()).toEqual(['fired Warm', 'resolved Warm']);
  });

  it('leaves other hubs alone', async () => {
    const court = await new Court({ rules: [warning] }).open();
    silence(court, 'bank*', 3600);
    court.memory('shop', 150, 150);
    expect([court.heard(), hidden(court)]).toEqual([['fired Warm'], [0]]);
  });

  it('is over when it is ended, and is kept as such', async () => {
    const court = await new Court({ rules: [warning] }).open();
    const id = silence(court, 'shop', 3600);
    court.memory('shop', 150, 150);
    expect(court.judge.silences.end(id, court.clock.now()).silence.state).toBe('over');
    finish(court.judge.desk.tick());
    expect(court.heard()).toEqual(['fired Warm']);
  });
});

describe('a critical alert', () => {
  it('hides the warnings of the same hub and signal, and lets them be told when it is over', async () => {
    const court = await new Court({ rules: [warning, critical] }).open();
    court.memory('shop', 250, 250);
    expect(court.heard()).toEqual(['fired Hot']);
    const hot = court.judge.alerts().alerts.find(({ threshold }) => threshold.name === 'Hot');
    const warm = court.judge.alerts().alerts.find(({ threshold }) => threshold.name === 'Warm');
    expect([warm?.inhibited_by, hot?.inhibited_by]).toEqual([hot?.id, null]);
    court.memory('shop', 150, 150, 150);
    expect(court.heard()).toEqual(['fired Hot', 'resolved Hot', 'fired Warm']);
  });

  it('leaves another signal and another hub alone', async () => {
    const court = await new Court({ rules: [critical, { ...warning, signal: 'busy' }] }).open();
    court.second('shop', { memory: 250, busy: 150 });
    court.second('shop', { memory: 250, busy: 150 });
    expect(court.heard()).toEqual(['fired Hot', 'fired Warm']);
  });
});

describe('a silent hub', () => {
  it('hides its alerts, but for those that fire for want of data', async () => {
    const court = await new Court({
      rules: [
        { ...warning, no_data: 'resolve' },
        { name: 'Gone', no_data: 'fire' },
      ],
    }).open();
    court.memory('shop', 50);
    for (let n = 0; n < 3; n += 1) court.silent('shop');
    expect(court.heard()).toEqual(['fired Gone']);
  });

  it('keeps an alert that fired, blind since then', async () => {
    const court = await new Court({ rules: [warning] }).open();
    court.memory('shop', 150, 150);
    for (let n = 0; n < 3; n += 1) court.silent('shop');
    finish(court.judge.tick());
    expect(court.judge.alerts().alerts).toMatchObject([
      { state: 'firing', blind_since: (start + 2) * 1000, inhibited_by: 'down', current_value: null },
    ]);
    expect(court.heard()).toEqual(['fired Warm']);
  });
});

it('severity that rises breaks an acknowledgement and is told once', async () => {
  const court = await new Court({ rules: [{ ...warning, critical_at: 300 }] }).open();
  court.memory('shop', 150, 150);
  const id = court.judge.alerts().alerts[0]?.id ?? '';
  court.judge.acknowledge(id, 'Ada', null);
  court.memory('shop', 300, 150, 300);
  expect(court.told.map(({ kind, update }) => [kind, update])).toEqual([
    ['fired', null],
    ['updated', 'acknowledged'],
    ['updated', null],
  ]);
  expect(court.told.at(-1)).toMatchObject({ id: `${id}/critical`, incident: { severity: 'critical' } });
  expect(court.judge.alerts().alerts[0]?.acknowledged).toBe(false);
});

describe('an incident that comes back', () => {
  const rules = [{ ...warning, critical_at: 300 }];

  it('is told again where it is graver than people know, and so is its end', async () => {
    const court = await new Court({ rules }).open();
    court.memory('shop', 150, 150, 50, 50, 300, 300);
    expect(court.heard()).toEqual(['fired Warm', 'resolved Warm', 'updated Warm']);
    court.memory('shop', 50, 50);
    expect(court.heard().slice(3)).toEqual(['resolved Warm']);
    expect(new Set(court.told.map(({ id }) => id)).size).toBe(4);
  });

  it('is not told again where people know how grave it can be', async () => {
    const court = await new Court({ rules }).open();
    court.memory('shop', 300, 300, 50, 50, 150, 150, 300, 50, 50, 300, 300);
    expect(court.heard()).toEqual(['fired Warm', 'resolved Warm']);
  });
});

it('late data that shows an alert graver is told, and breaks its acknowledgement', async () => {
  const court = await new Court({ rules: [{ ...warning, critical_at: 300 }] }).open();
  court.memory('shop', 150, 150, 150);
  const id = court.judge.alerts().alerts[0]?.id ?? '';
  court.judge.acknowledge(id, 'Ada', null);
  court.amend('shop', 2, { memory: 400 });
  expect(court.told.at(-1)).toMatchObject({
    kind: 'updated',
    update: null,
    incident: { severity: 'critical' },
  });
  expect(court.judge.incidents.find(id)?.acknowledged_by).toBeNull();
});

it('an incident that no channel took was told to nobody, nor is its end', async () => {
  const court = await new Court({ rules: [warning] }).open();
  court.heeded = false;
  court.memory('shop', 150, 150, 150);
  const incident = court.judge.incidents.page({ limit: 1, offset: 0 }).incidents[0];
  expect(incident).toMatchObject({ state: 'firing', told: false });
  court.heeded = true;
  court.memory('shop', 150, 50, 50);
  expect(court.heard()).toEqual([]);
});

describe('an acknowledgement', () => {
  async function firing(): Promise<{ court: Court; id: string }> {
    const court = await new Court({ rules: [warning] }).open();
    court.memory('shop', 150, 150);
    return { court, id: court.judge.alerts().alerts[0]?.id ?? '' };
  }

  it('is an update, once, and so is that it is taken back', async () => {
    const { court, id } = await firing();
    court.judge.acknowledge(id, 'Ada', 'on it');
    court.judge.acknowledge(id, 'Bob', null);
    court.judge.unacknowledge(id, 'Bob');
    court.judge.unacknowledge(id, 'Bob');
    expect(court.told.slice(1)).toMatchObject([
      { kind: 'updated', update: 'acknowledged', incident: { acknowledged_by: 'Ada', note: 'on it' } },
      { kind: 'updated', update: 'unacknowledged', incident: { acknowledged_by: null, note: null } },
    ]);
    expect(new Set(court.told.map((each) => each.id)).size).toBe(3);
    court.memory('shop', 50, 50);
    expect(court.heard().slice(3)).toEqual(['resolved Warm']);
  });

  it('of an incident of which people were not told is no news', async () => {
    const court = await new Court({ rules: [warning] }).open();
    silence(court, 'shop', 3600);
    court.memory('shop', 150, 150);
    court.judge.acknowledge(court.judge.alerts().alerts[0]?.id ?? '', 'Ada', null);
    expect(court.heard()).toEqual([]);
  });
});
