import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millis, second } from '../time/index.js';
import { defaultRules } from '../wire/index.js';
import { AlertMachine } from './alert.js';
import { alertMemory } from './alert-memory.js';
import { approachLine } from './condition.js';
import { Play, start } from './testing/play.js';

const ack = { by: 'ann', note: 'on it', at: millis(start * 1000) };

describe('an alert', () => {
  it.each([
    ['stays quiet below its threshold', {}, '50 60 89', '...'],
    ['fires after its time in breach, once told', {}, '50 101x4', '.ppF!F'],
    ['fires at once where it has no time to wait', { for: 0 }, '101', 'F!'],
    ['does not fire for a breach that ends too soon', {}, '101x2 50 101x2 50', 'pp.pp.'],
    ['resolves after its time without breach, once told', {}, '101x3 50x3', 'ppF!Fr!r'],
    ['goes on firing through a short calm', {}, '101x3 50 101 50x2', 'ppF!FFFr!'],
    ['shows as approaching from 0.9 of its threshold', {}, '89 91 101 95 50', '.apa.'],
    [
      'of a lower bound approaches from above',
      { condition: 'below', threshold: 400, signal: 'throughput' },
      '500 443 399x3',
      '.appF!',
    ],
    ['of equality never approaches', { condition: 'equal', threshold: 3, for: 0 }, '2.9 3', '.F!'],
    ['holds until it is back at where it resolves', { resolve_at: 80 }, '101x3 90x4 79x2', 'ppF!FFFFFr!'],
    [
      'reopens within its cooldown and tells nobody of it',
      { cooldown: 10 },
      '101x3 50x2 101x3 50x2',
      'ppF!Fr!ppFFr',
    ],
    ['is a new incident after its cooldown', { cooldown: 4 }, '101x3 50x6 101x3', 'ppF!Fr!rrrrppF!'],
  ] as const)('%s', (_, rule, script, shown) => {
    expect(new Play(rule).run(script)).toBe(shown);
  });

  it.each([
    ['keep', '_x3 101x2 _ 101x3 _x4 101', '...pppF!FFFFFFF'],
    ['keep', '101x2 _x10 101', 'ppppppppppppF!'],
    ['keep', '101x2 _x11 101x3', 'pppppppppppp.ppF!'],
    ['keep', '101x3 50 _x5 50', 'ppF!FFFFFFr!'],
    ['keep', '101x3 50 _x11 50x2', `ppF!${'F'.repeat(13)}r!`],
    ['resolve', '101x3 _x3', 'ppF!Fr!r'],
    ['fire', '50 _x4', '.ppF!F'],
  ] as const)('without data, told to %s', (no_data, script, shown) => {
    expect(new Play({ no_data }).run(script)).toBe(shown);
  });

  it.each([
    ['fire', { for: 30 }, '50 _x30', `.${'p'.repeat(29)}F!`, ['pending', 'fired']],
    [
      'resolve',
      { keep_firing_for: 30 },
      '101x3 _x30',
      `ppF!${'F'.repeat(29)}r!`,
      ['pending', 'fired', 'resolved'],
    ],
  ] as const)(
    'whose rule says that seconds without data %s counts them, however many there are',
    (no_data, rule, script, shown, kinds) => {
      const play = new Play({ no_data, ...rule });
      expect(play.run(script)).toBe(shown);
      expect(play.kinds).toEqual(kinds);
    },
  );

  it('says since when it is blind', () => {
    const play = new Play();
    play.run('101x3 _x2');
    expect(play.machine.view()).toMatchObject({
      state: 'firing',
      blind_since: (start + 3) * 1000,
      current_value: null,
    });
    play.run('101');
    expect(play.machine.view()?.blind_since).toBeNull();
  });

  it.each([
    ['101x3 _x10 101', []],
    ['101x3 _ 101 _ 101 _ 101', []],
    ['101x3 _x11 101', ['blind', 'sighted']],
    ['101x3 _x30 101', ['blind', 'sighted']],
  ] as const)(
    'of a part that works now and then is blind only where nobody knows what was between: %s',
    (script, told) => {
      const play = new Play();
      play.run(script);
      expect(play.kinds.filter((kind) => kind === 'blind' || kind === 'sighted')).toEqual(told);
    },
  );

  it('keeps its id while it comes and goes near its threshold, so that none of its names is left behind', () => {
    const play = new Play();
    const ids = ['95', '101', '95', '101', '95'].map((value) => {
      play.run(value);
      return play.machine.view()?.id;
    });
    expect(new Set(ids).size).toBe(1);
  });

  it('has one id an incident, and counts how often that fired', () => {
    const play = new Play({ cooldown: 10 });
    play.run('101x3');
    const first = play.machine.view();
    play.run('50x2 101x3');
    expect(play.machine.view()).toMatchObject({
      id: first?.id,
      occurrences: 2,
      triggered_at: first?.triggered_at,
    });
    play.run('50x14 101x3');
    expect(play.machine.view()?.id).not.toBe(first?.id);
    expect(play.machine.view()?.occurrences).toBe(1);
  });

  it('can be acknowledged while it fires, until its incident resolves', () => {
    const play = new Play();
    expect(play.machine.acknowledge(ack)).toBe(false);
    play.run('101x3');
    expect(play.machine.acknowledge(ack)).toBe(true);
    expect(play.machine.view()).toMatchObject({ acknowledged: true, acknowledged_by: 'ann', note: 'on it' });
    play.run('50x2');
    expect(play.machine.view()?.acknowledged).toBe(false);
  });

  it('counts seconds that were left out as a gap', () => {
    const play = new Play();
    play.run('101x2');
    play.skip(11);
    expect(play.run('101x3')).toBe('ppF!');
  });

  it('becomes critical where its rule says so, which breaks an acknowledgement, and stays so while it fires', () => {
    const play = new Play({ critical_at: 300 });
    play.run('101x3');
    play.machine.acknowledge(ack);
    expect(play.machine.step(second(start + 3), 299)).toEqual([]);
    expect(play.machine.step(second(start + 4), 300)).toMatchObject([{ kind: 'escalated', value: 300 }]);
    expect(play.machine.view()).toMatchObject({ acknowledged: false, threshold: { severity: 'critical' } });
    play.machine.step(second(start + 5), 101);
    expect(play.machine.view()?.threshold.severity).toBe('critical');
  });

  it('that is graver when it comes back says so, which whoever was told of less has to hear', () => {
    const play = new Play({ critical_at: 300, cooldown: 60 });
    play.run('101x3 50x2 400x3');
    expect(play.kinds.slice(-3)).toEqual(['pending', 'reopened', 'escalated']);
    expect(play.machine.view()?.threshold.severity).toBe('critical');
    play.run('50x2 400x3');
    expect(play.kinds.slice(-3)).toEqual(['resolved', 'pending', 'reopened']);
  });

  it.each([
    ['warning', 'critical', false, true],
    ['critical', 'warning', true, false],
    ['warning', 'warning', true, false],
  ] as const)('whose rule goes from %s to %s is still acknowledged: %s', (from, to, acknowledged, rose) => {
    const play = new Play({ severity: from });
    play.run('101x3');
    play.machine.acknowledge(ack);
    const { watch } = play.machine;
    expect(play.machine.change({ ...watch, rule: { ...watch.rule, severity: to } })).toBe(rose);
    expect(play.machine.view()).toMatchObject({ acknowledged, threshold: { severity: to } });
  });

  it('stays acknowledged by whoever was first, until that is taken back', () => {
    const play = new Play();
    play.run('101x3');
    play.machine.acknowledge(ack);
    expect(play.machine.acknowledge({ ...ack, by: 'bob' })).toBe(true);
    expect(play.machine.view()?.acknowledged_by).toBe('ann');
    expect([play.machine.unacknowledge(), play.machine.unacknowledge()]).toEqual([true, false]);
    expect(play.machine.view()?.acknowledged).toBe(false);
  });

  it('goes on where it stopped, and what happened meanwhile is unknown', () => {
    const play = new Play();
    play.run('101x3 50');
    const kept = alertMemory.parse(JSON.parse(JSON.stringify(play.machine.memory)));
    const later = new AlertMachine(play.machine.watch, kept);
    // One more second without breach would have resolved it, had nothing been between.
    expect(later.step(second(start + 500), 50)).toEqual([]);
    expect(later.view()).toMatchObject({ id: play.machine.view()?.id, state: 'firing', occurrences: 1 });
    expect(later.step(second(start + 501), 50)).toMatchObject([{ kind: 'resolved' }]);
  });

  it('says what is wrong in a sentence', () => {
    const play = new Play({}, 'agent:writer');
    play.run('182x125');
    expect(play.machine.view()?.message).toBe('writer: 182 ms, above 100 for 2 min');
    play.run('50x2');
    expect(play.machine.view()?.message).toBe('writer: 50 ms, resolved after 2 min');
  });
});

it('approaches where the design says', () => {
  const lines = Object.fromEntries(defaultRules.map((rule) => [rule.name, approachLine(rule)]));
  expect(lines['High Latency']).toBeCloseTo(135);
  expect(Math.floor(lines['Low Throughput'] ?? 0)).toBe(444);
});

it.each(defaultRules)('$name fires after 5 s in breach and resolves after 5 s without', (rule) => {
  const [bad, good] = rule.condition === 'above' ? [rule.threshold * 2, 0] : [0, rule.threshold * 2];
  expect(new Play(rule).run(`${String(bad)}x5 ${String(good)}x5`)).toBe('ppppF!FFFFr!');
});

describe('late data', () => {
  it.each([
    // values as they came, then the second that late data changes and its value, then what is told
    ['shows a breach that is still there', '50x3 101 50 101x2', 4, 101, ['fired'], 'firing'],
    ['shows a breach that is over', '50x3 101 50 101 50x4', 4, 101, ['fired', 'resolved'], 'resolved'],
    ['shows that there was none', '50 101x3', 2, 50, ['resolved'], 'resolved'],
    ['changes nothing that was concluded', '50 101x5', 2, 150, [], 'firing'],
    ['shows no breach in a second that is not decided yet', '50 101x2', 2, 50, [], 'inactive'],
    ['of a second that was unknown completes a breach', '50 101x2 _', 3, 101, ['fired'], 'firing'],
    ['comes after it resolved as told', '101x3 50x3', 1, 50, [], 'resolved'],
    ['takes back a calm: the incident is open again', '101x3 50x2', 4, 101, ['reopened'], 'firing'],
    ['shows that it is graver', '50 101x5', 4, 300, ['escalated'], 'firing'],
    ['shows what was graver already', '50 101x3 300 101', 3, 301, [], 'firing'],
    [
      'takes back a calm and shows it graver',
      '101x3 50x2 101x2 50',
      7,
      400,
      ['reopened', 'escalated'],
      'firing',
    ],
  ] as const)('%s', (_, script, offset, value, kinds, state) => {
    const play = new Play({ cooldown: 60, critical_at: 300 });
    play.run(script);
    const events = play.amend(offset, value);
    expect(events.map(({ kind }) => kind)).toEqual(kinds);
    expect(play.machine.state).toBe(state);
    expect(events.every(({ amended }) => amended)).toBe(true);
  });

  it('keeps the id, the acknowledgement and the count of an incident that it bears out', () => {
    const play = new Play();
    play.run('50 101x5');
    play.machine.acknowledge(ack);
    const before = play.machine.view();
    play.amend(1, 50);
    expect(play.machine.view()).toMatchObject({
      id: before?.id,
      acknowledged: true,
      occurrences: 1,
      state: 'firing',
    });
  });

  it('that shows an incident graver breaks its acknowledgement', () => {
    const play = new Play({ critical_at: 300 });
    play.run('50 101x5');
    play.machine.acknowledge(ack);
    play.amend(4, 400);
    expect(play.machine.view()).toMatchObject({ acknowledged: false, threshold: { severity: 'critical' } });
  });

  it('shows nothing graver where only its rule has become milder', () => {
    const play = new Play({ severity: 'critical' });
    play.run('50 101x70');
    const { watch } = play.machine;
    play.machine.change({ ...watch, rule: { ...watch.rule, severity: 'warning' } });
    expect(play.amend(68, 150)).toEqual([]);
  });

  it('ends where the values would have led, had none been late', () => {
    const value = fc.constantFrom(50, 95, 101, 400, null);
    fc.assert(
      fc.property(fc.array(value, { minLength: 5, maxLength: 150 }), fc.nat(), value, (values, at, late) => {
        const place = values.length - 1 - (at % Math.min(values.length, 100));
        const [amended, straight] = [new Play({ cooldown: 0 }), new Play({ cooldown: 0 })];
        amended.play(values);
        amended.amend(place, late);
        straight.play(values.with(place, late));
        const firing = ({ machine }: Play): boolean => machine.state === 'firing';
        expect(firing(amended)).toBe(firing(straight));
      }),
    );
  });
});
