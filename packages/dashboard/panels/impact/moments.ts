import type { ChangePoint, Marker, SignalInfo } from '@hubscope/core/wire';
import { signalOf } from '@hubscope/core/live';
import { plainName } from '../../time/history.js';
import { fixed, showLine } from '../../words/format.js';
import { percent } from '../../words/told.js';
import { impactWords as words } from '../../words/impact.js';
import { signalTitle } from '../../words/told.js';

/** Changes of several signals so close together are one moment, ms. */
const togetherMs = 60_000;

/** A change with what is needed to say it. */
export interface FoundChange extends ChangePoint {
  readonly title: string;
  readonly unit: string;
}

/** A moment at which one or more signals changed. */
export interface Moment {
  /** ms since the epoch. */
  readonly at: number;
  /** The largest first. */
  readonly changes: readonly FoundChange[];
  /** The marker that is there already; null: it is only suggested. */
  readonly marker: string | null;
}

const statistics: Readonly<Record<string, string>> = { p50: ' P50', p95: ' P95', p99: ' P99' };

function titleOf(name: string, signals: readonly SignalInfo[]): Pick<FoundChange, 'title' | 'unit'> {
  const signal = signalOf(signals, name);
  const statistic = statistics[name.slice(name.lastIndexOf('.') + 1)] ?? '';
  return {
    title: `${signal === null ? plainName(name) : signalTitle(signal)}${statistic}`,
    unit: signal?.unit ?? '',
  };
}

/** Changes by their moments, the newest first. */
export function momentsOf(
  changes: readonly ChangePoint[],
  markers: readonly Pick<Marker, 'at' | 'name'>[],
  signals: readonly SignalInfo[],
): Moment[] {
  const groups: FoundChange[][] = [];
  for (const change of changes.toSorted((a, b) => a.at - b.at)) {
    const last = groups.at(-1);
    const found = { ...change, ...titleOf(change.signal, signals) };
    if (last !== undefined && change.at - (last[0]?.at ?? 0) <= togetherMs) last.push(found);
    else groups.push([found]);
  }
  return groups.toReversed().map((group) => {
    const strongest = group.toSorted((a, b) => a.p - b.p || a.at - b.at)[0];
    const at = strongest?.at ?? 0;
    const marker = markers.find((each) => Math.abs(each.at - at) <= togetherMs)?.name ?? null;
    return { at, changes: group.toSorted((a, b) => size(b) - size(a)), marker };
  });
}

function size({ change }: ChangePoint): number {
  return change === null ? 0 : Math.abs(change);
}

/** One change in words, and whether it is better or worse. */
export function foundWords({ title, unit, before, after, change, p }: FoundChange): {
  readonly title: string;
  readonly beforeAfter: string;
  readonly by: string;
  readonly verdict: 'improved' | 'regressed' | 'unknown';
  readonly chance: string;
} {
  return {
    title,
    beforeAfter: `${showLine(before, unit)} → ${showLine(after, unit)}`,
    by: percent(change),
    verdict: change === null ? 'unknown' : change > 0 ? 'improved' : 'regressed',
    chance: p < 0.001 ? `p < ${fixed(0.001, 3)}` : `p ${fixed(p, 3)}`,
  };
}

/** What a marker at this moment is called: the largest change. */
export function markerName({ changes }: Moment): string {
  const [first] = changes;
  if (first === undefined) return words.change;
  const { title, beforeAfter } = foundWords(first);
  return `${title} ${beforeAfter}`.replaceAll('\u2009', ' ').slice(0, 200);
}
