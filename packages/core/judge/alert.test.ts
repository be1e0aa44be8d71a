import { describe, expect, it } from 'vitest';
import { millis } from '../time/index.js';
import { defaultRules } from '../wire/index.js';
import { approachLine } from './alert.js';
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
      'ppF!Fr!ppFFr!',
    ],
    ['is a new incident after its cooldown', { cooldown: 4 }, '101x3 50x6 101x3', 'ppF!Fr!rrrrppF!'],
  ] as const)('%s', (_, rule, script, shown) => {
    expect(new Play(rule).run(script)).toBe(shown);
  });

  it.each([
    ['keep', '_x3 101x2 _ 101x3 _x4 101', '...pp.ppF!FFFFF'],
    ['resolve', '101x3 _x3', 'ppF!Fr!r'],
    ['fire', '50 _x4', '.ppF!F'],
  ] as const)('without data, told to %s', (no_data, script, shown) => {
    expect(new Play({ no_data }).run(script)).toBe(shown);
  });

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

  it('is not rewritten by seconds that come late', () => {
    const play = new Play({ for: 0 });
    play.run('50x3');
    expect(play.machine.step(play.machine.last ?? expect.fail(), 500)).toBeNull();
    expect(play.machine.state).toBe('inactive');
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
