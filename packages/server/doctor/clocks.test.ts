import { describe, expect, it } from 'vitest';
import { collector, Scene, type Schedule } from './testing/scene.js';

function codesAfter(...schedules: readonly Schedule[]): string[] {
  const scene = new Scene();
  scene.play(...schedules);
  return scene.codes();
}

describe('a clock that is behind', () => {
  it.each([
    ['5 s', { everyMs: 200, aheadMs: -5000 }],
    ['30 s, with spans each second', { everyMs: 1000, aheadMs: -30_000 }],
    ['30 s, with spans each 2 s through a Collector', { everyMs: 2000, aheadMs: -30_000, agent: collector }],
    ['110 s, with spans', { everyMs: 200, aheadMs: -110_000 }],
    ['30 s, with spans and metrics', { everyMs: 1000, aheadMs: -30_000, kind: 'both' }],
  ] as const)('by %s is told, not batching', (_, schedule) => {
    expect(codesAfter(schedule)).toEqual(['too_old']);
  });

  it('by 30 s is told of a process with metrics alone', () => {
    const codes = codesAfter({ everyMs: 1000, aheadMs: -30_000, kind: 'metrics' });
    expect(codes).toEqual(['no_operations', 'too_old']);
  });

  it('is told with how far, of how many processes, and what to do', () => {
    const scene = new Scene();
    scene.play({ everyMs: 1000, aheadMs: -30_000, instance: 'wrong' }, { everyMs: 1000, instance: 'right' });
    expect(scene.found('too_old')).toMatchObject({ subject: 'shop', severity: 'warning' });
    expect(scene.found('too_old')?.what).toMatch(/1 of its 2 processes is about (?:29|30|31)/);
    expect(scene.found('too_old')?.todo).toContain('timedatectl set-ntp true');
  });

  it('leaves the interval of batches to be told, without a delay that is none', () => {
    const scene = new Scene();
    scene.play({ everyMs: 5000, aheadMs: -60_000 });
    expect(scene.codes().sort()).toEqual(['long_span_interval', 'too_old']);
    expect(scene.found('long_span_interval')?.what).toBe(
      'Spans arrive each 5 s: the screen is as far behind.',
    );
  });

  it('by five minutes is told once, as loss', () => {
    const scene = new Scene();
    scene.play({ everyMs: 1000 }, { everyMs: 1000, aheadMs: -300_000, instance: 'wrong' });
    expect(scene.doctor.report().findings).toMatchObject([{ code: 'too_old', severity: 'error' }]);
  });

  it('is not told of a backlog that goes by', () => {
    const scene = new Scene();
    scene.playFor(20, { everyMs: 1000, heldMs: 20_000 });
    expect(scene.found('too_old')).toBeNull();
    scene.playFor(220, { everyMs: 1000 });
    expect(scene.codes()).toEqual([]);
  });

  it('is not told where spans are held back and metrics are in time', () => {
    const codes = codesAfter(
      { everyMs: 1000, heldMs: 20_000, agent: collector },
      { everyMs: 1000, kind: 'metrics', agent: collector },
    );
    expect(codes).toEqual(['collector_batches']);
  });

  it.each([
    ['SDK', { everyMs: 10_000 }],
    ['Collector', { everyMs: 10_000, agent: collector }],
    ['slow reader of metrics', { everyMs: 60_000, kind: 'metrics' }],
  ] as const)('is not told where a %s batches', (_, schedule) => {
    expect(codesAfter(schedule)).not.toContain('too_old');
  });
});

describe('a clock that is ahead', () => {
  it.each([
    ['2 s, with spans', { everyMs: 200, aheadMs: 2000 }],
    ['2 s, with spans each 5 s', { everyMs: 5000, aheadMs: 2000 }],
    ['2 s, with spans each 5 s, at any moment of them', { everyMs: 5000, phaseMs: 2900, aheadMs: 2000 }],
    ['3 s, with spans', { everyMs: 200, aheadMs: 3000 }],
    ['3 s, with spans and metrics', { everyMs: 1000, aheadMs: 3000, kind: 'both' }],
    ['4.9 s, with metrics', { everyMs: 1000, aheadMs: 4900, kind: 'metrics' }],
  ] as const)('by %s is told, though nothing is lost of it', (_, schedule) => {
    const scene = new Scene();
    scene.play(schedule);
    expect(scene.found('future')).toMatchObject({ subject: 'shop', severity: 'warning' });
    expect(scene.found('future')?.todo).toContain('timedatectl');
  });

  it.each([0, 300, 900])('by %d ms is not told', (aheadMs) => {
    expect(codesAfter({ everyMs: 200, aheadMs })).toEqual([]);
  });

  it('is not told any more a minute after it was set right', () => {
    const scene = new Scene();
    scene.playFor(120, { everyMs: 200, aheadMs: 3000 });
    expect(scene.found('future')).not.toBeNull();
    scene.playFor(70, { everyMs: 200 });
    expect(scene.found('future')).toBeNull();
  });

  it('by six seconds is told once, as loss', () => {
    const scene = new Scene();
    scene.play({ everyMs: 1000 }, { everyMs: 1000, aheadMs: 6000, instance: 'wrong' });
    expect(scene.doctor.report().findings).toMatchObject([{ code: 'future', severity: 'error' }]);
  });
});
