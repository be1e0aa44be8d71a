import { describe, expect, it } from 'vitest';
import { emptyReplica, reduce, type HubView, type Threshold } from '@hubscope/core/live';
import { snapshotOf, start } from '@hubscope/core/live/testing';
import { chartFrame } from './frame.js';
import type { Scene } from './scene.js';
import { pastFrame } from './past-frame.js';
import { chartSpecs, type ChartSpec } from './spec.js';
import { gridValues } from './y-scale.js';

function specOf(signal: string): ChartSpec {
  const spec = chartSpecs.find((each) => each.signal === signal);
  if (spec === undefined) throw new Error(`no chart of ${signal}`);
  return spec;
}

function sceneOf(throughput: (number | null)[], until: number, more: Partial<HubView> = {}): Scene {
  const { view } = reduce(
    emptyReplica,
    snapshotOf({ series: { from: start, values: [throughput, throughput.map(() => null)], cores: [] } }),
  );
  if (view === null) throw new Error('no view');
  return { view: { ...view, ...more }, until, origin: until, life: 'live', behind: 1 };
}

const limit = { condition: 'below', severity: 'critical', name: 'Low' };

describe('a chart', () => {
  it('shows what is due and not what comes later', () => {
    const frame = chartFrame(specOf('throughput'), sceneOf([1, 2, 3, 4, 5], start + 2), null);
    expect(frame.xs).toEqual([start, start + 1, start + 2]);
    expect(frame.lines).toEqual([[1, 2, 3]]);
    expect(frame.newest).toEqual({ second: start + 2, value: 3 });
  });

  it('keeps gaps, and finds the newest known value and the peak beside them', () => {
    const frame = chartFrame(specOf('throughput'), sceneOf([1, 7, null, 4, null], start + 4), null);
    expect(frame.lines).toEqual([[1, 7, null, 4, null]]);
    expect(frame.newest).toEqual({ second: start + 3, value: 4 });
    expect(frame.peak).toEqual({ second: start + 1, value: 7 });
  });

  it('holds a minute, and two seconds beyond its left edge', () => {
    const frame = chartFrame(
      specOf('throughput'),
      sceneOf(
        Array.from({ length: 90 }, (_, n) => n),
        start + 89,
      ),
      null,
    );
    expect(frame.xs).toHaveLength(63);
    expect(frame.xs.at(-1)).toBe(start + 89);
  });

  it('is empty, without a scale, where nothing is known', () => {
    const frame = chartFrame(specOf('memory'), sceneOf([1, 2], start + 1), null);
    expect(frame).toMatchObject({ scale: null, newest: null, peak: null });
  });

  it('keeps 100 % where it is, and gives way a little to a share past it', () => {
    const cpu = (values: number[]) => {
      const scene = sceneOf(values, start + 1);
      return chartFrame(specOf('cpu'), { ...scene, view: { ...scene.view, columns: ['cpu'] } }, null).scale;
    };
    expect(cpu([40, 99])).toMatchObject({ min: 0, max: 100, step: 25 });
    expect(cpu([40, 103])?.max).toBeCloseTo(110);
    expect(cpu([40, 180])?.max).toBe(200);
  });

  it('draws a threshold that is near and leaves out one that would flatten the values', () => {
    const scene = sceneOf([820, 880], start + 1, {
      thresholds: [
        { ...limit, column: 'throughput', threshold: 400 },
        { ...limit, column: 'throughput', threshold: 40_000 },
        { ...limit, column: 'memory', threshold: 500 },
      ],
    });
    const frame = chartFrame(specOf('throughput'), scene, null);
    expect(frame.thresholds.map(({ threshold }) => threshold)).toEqual([400]);
    expect(frame.scale?.max).toBe(1000);
  });
});

describe('a chart of longer steps', () => {
  const past = (
    signal: string,
    columns: Readonly<Record<string, (number | null)[]>>,
    step: number,
    thresholds: readonly Threshold[] = [],
  ) =>
    pastFrame(
      specOf(signal),
      {
        status: 'ready',
        fault: null,
        history: { from: start, step, length: 3, columns },
        from: start,
        to: start + 3 * step,
        follows: false,
        whole: null,
        markers: [],
      },
      { thresholds, markers: [] },
      null,
    );
  const values = {
    throughput: [10, 11, 12],
    'least throughput': [9, 2, null],
    'greatest throughput': [12, 400, null],
  };

  it('shows a spike of one second within them: in its wash, its scale and its peak', () => {
    const frame = past('throughput', values, 60);
    expect(frame?.spread).toEqual({ least: [9, 2, null], greatest: [12, 400, null] });
    expect(frame?.scale?.max).toBeGreaterThanOrEqual(400);
    expect(frame?.peak).toEqual({ second: start + 90, value: 400 });
  });

  it('washes what equals a threshold of that condition, and nothing else', () => {
    const threshold = {
      column: 'throughput',
      condition: 'equal',
      threshold: 11,
      severity: 'warning',
      name: 'x',
    } as const;
    const frame = past('throughput', { throughput: [10, 11, 12] }, 1, [threshold]);
    expect(frame?.breaches.map(({ from, to }) => [from - start, to - start])).toEqual([[0.5, 1.5]]);
  });

  it('has no wash where each value is a second', () => {
    expect(past('throughput', values, 1)?.spread).toBeNull();
  });

  it('has few gridlines for a share that grew far past the whole', () => {
    const scale = past('cpu', { cpu: [80, 265, 90] }, 1)?.scale;
    expect(scale?.max).toBe(300);
    expect(scale === null || scale === undefined ? 99 : gridValues(scale).length).toBeLessThanOrEqual(7);
  });
});
