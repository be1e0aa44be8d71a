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

  it('that is planned begins in its time', async () => {
    const court = await new Court({ rules: [warning] }).open();
    silence(court, 'shop', 3600, 10);
    court.memory('shop', 150, 150);
    expect(court.heard()).toEqual(['fired Warm']);
    court.memory('shop', ...Array.from({ length: 10 }, () => 150));
    expect(shown(court)).not.toEqual([null]);
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
  expect(court.heard()).toEqual(['fired Warm', 'updated Warm']);
  expect(court.told.at(-1)).toMatchObject({ id: `${id}/critical`, incident: { severity: 'critical' } });
  expect(court.judge.alerts().alerts[0]?.acknowledged).toBe(false);
});
