import { type Point } from '../signal/index.js';
import { endOf, shift, type Millis, type Second } from '../time/index.js';
import type { ClosedSecond } from './closed.js';
import { cpuSeconds, foldComponent, foldHub } from './fold.js';
import type { Instance } from './instance.js';
import type { HubWindow } from './hub-window.js';
import { idleComponentSeconds } from './limits.js';
import { type OperationTally, WorkTally, type SecondBucket } from './tally.js';

/** `late`: some expected instance was not on time, and what it tells later may make the second known. */
type Told = OperationTally | 'late' | null;

/** The operations of a hub's second; null where nothing tells of any. */
function operationsOf(window: HubWindow, bucket: SecondBucket, which: Second, now: Millis): Told {
  const metric = window.operationsMetric ?? (window.spansGiveOperations ? null : (window.meters[0] ?? null));
  if (metric === null && !window.spansGiveOperations) return null;
  const metered = metric === null ? null : (bucket.metered.get(metric) ?? null);
  if (metric !== null && metered === null) return null;
  const end = endOf(which);
  const onTime = window
    .expected(now)
    .every((instance) => bucket.contributors.has(instance.source.instance) || instance.passed(end, now));
  if (!onTime) return 'late';
  const operations = (metered ?? bucket.work.operations).clone();
  if (metered !== null) return operations;
  for (const { durationMs, failed, weight } of bucket.candidates) operations.add(durationMs, failed, weight);
  return operations;
}

function componentPoints(window: HubWindow, bucket: SecondBucket, which: Second, known: boolean): Point[] {
  const works = new Map(bucket.components);
  // Candidates may be taken back: they are counted on a copy, one a component.
  const copies = new Map<string, WorkTally>();
  for (const { component, durationMs, failed, weight } of bucket.candidates) {
    if (component === null) continue;
    const key = window.row(component, which);
    const copy = copies.get(key) ?? (works.get(key) ?? new WorkTally()).copy();
    copies.set(key, copy);
    copy.operations.add(durationMs, failed, weight);
  }
  for (const [key, copy] of copies) works.set(key, copy);
  // Zero is a measurement: a component that did nothing while its hub's telemetry was on time did nothing.
  if (known) {
    for (const key of window.roster.active(shift(which, -idleComponentSeconds))) {
      if (!works.has(key)) works.set(key, new WorkTally());
    }
  }
  return [...works]
    .sort(([, a], [, b]) => b.operations.count - a.operations.count)
    .map(([component, work]) => ({
      hub: window.hub,
      component,
      second: which,
      readings: foldComponent(window.table, which, work),
    }));
}

/** CPU-seconds a process, where there are several that say so. */
function cpuByInstance(instances: readonly Instance[], which: Second): ReadonlyMap<string, number> | null {
  if (instances.length < 2) return null;
  const used = new Map<string, number>();
  for (const instance of instances) {
    const seconds = cpuSeconds(instance, which);
    if (seconds !== null) used.set(instance.source.instance, seconds);
  }
  return used.size < 2 ? null : used;
}

/** Folds a bucket into the second that is handed on. `blind`: its operations are unknown, and late data may change that. */
export function closeSecond(
  window: HubWindow,
  bucket: SecondBucket,
  which: Second,
  now: Millis,
  amended: boolean,
): { second: ClosedSecond; blind: boolean } {
  const told = operationsOf(window, bucket, which, now);
  const operations = told === 'late' ? null : told;
  const instances = [...window.instances.values()].filter(
    (instance) => bucket.contributors.has(instance.source.instance) || instance.present(which, now),
  );
  const readings = foldHub(window.table, {
    second: which,
    operations,
    work: bucket.work,
    metered: bucket.meteredDistributions,
    toldBySpans: window.toldBySpans,
    instances,
  });
  const point = { hub: window.hub, component: null, second: which, readings };
  const components = componentPoints(window, bucket, which, operations !== null);
  const lagMs = now - endOf(which);
  const used = cpuByInstance(instances, which);
  const shares = used === null ? {} : { cpuByInstance: used };
  return {
    second: { hub: window.hub, second: which, point, components, ...shares, amended, lagMs },
    blind: told === 'late',
  };
}
