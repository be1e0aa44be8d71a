import type { ImpactDetail, ImpactSignal, ImpactView } from '../wire/index.js';
import { showChange, showLine, showRound, thinSpace } from '../format/number.js';
import { duration } from '../format/time.js';
import { plainName } from './columns.js';

/** What stands first, in this order; the others follow on demand. */
const firstColumns = ['throughput', 'memory', 'cpu_per_op', 'communication', 'latency.p95', 'ttft'] as const;

/** Names that fit beside a bar; a signal without one keeps its own. */
const shortTitles: Readonly<Record<string, string>> = {
  cpu_per_op: 'CPU per op',
  communication: 'Communication',
  ttft: 'Time to token',
};

export function titleOf({ signal, title }: Pick<ImpactSignal, 'signal' | 'title'>): string {
  return shortTitles[plainName(signal)] ?? title;
}

/** The rows that stand there at once, and those behind a button; what is proven worse is never behind it. */
export function sorted(signals: readonly ImpactSignal[]): {
  readonly first: readonly ImpactSignal[];
  readonly others: readonly ImpactSignal[];
} {
  const main = firstColumns.flatMap(
    (column) => signals.find(({ signal }) => plainName(signal) === column) ?? [],
  );
  const rest = signals.filter((each) => !main.includes(each));
  const worse = rest.filter(({ verdict }) => verdict === 'regressed');
  return { first: [...main, ...worse], others: rest.filter((each) => !worse.includes(each)) };
}

/** `about 3 min more`, in steps that do not flicker. */
export function moreWords(seconds: number): string {
  if (seconds < 60) return `${String(Math.max(10, Math.ceil(seconds / 10) * 10))}${thinSpace}s`;
  return seconds < 5400
    ? `${String(Math.ceil(seconds / 60))}${thinSpace}min`
    : `${String(Math.ceil(seconds / 3600))}${thinSpace}h`;
}

export const verdictWords = {
  improved: 'Better',
  regressed: 'Worse',
  same: 'Same within 1 %',
  mixed: 'Mixed',
  unknown: 'Not yet known',
} as const;

/** The one phrase beside the overall figure. */
export function overallPhrase({ overall_verdict: verdict, overall_seconds_more: more }: ImpactView): string {
  if (verdict === 'improved' || verdict === 'regressed') return `${verdictWords[verdict]} overall`;
  if (verdict === 'mixed') return 'Mixed: some better, some worse';
  if (verdict === 'same') return 'The same within 1 %';
  return more === null ? 'Not yet known' : `Not yet known, about ${moreWords(more)} more`;
}

/** What stands at a row's end: the change, or the time that is still needed to know it. */
export function rowFigure(signal: ImpactSignal): string {
  const { verdict, change, seconds_more: more, load } = signal;
  if (verdict !== 'unknown') return percent(change);
  if (load.kind === 'demand') return 'demand';
  return more === null ? '—' : moreWords(more);
}

/** A fraction as a change in percent. */
export function percent(fraction: number | null): string {
  return showChange(fraction === null ? null : 100 * fraction);
}

/** `before 171.2 ms → 84.3 ms`. */
export function beforeAfter({ before, after, unit }: ImpactSignal): string {
  return `${showLine(before, unit)} → ${showLine(after, unit)}`;
}

/** `since v1.8.2, 12 min ago · against “before cache”`. `now`: ms by the server's clock. */
export function comparedWords({ since, marker, baseline }: ImpactView, now: number): string {
  if (since === null) return `against “${baseline ?? ''}”`;
  const ago = `${duration(now - since)} ago`;
  return `since ${marker === null ? '' : `${marker.name}, `}${ago} · against “${baseline ?? ''}”`;
}

const loadKinds: Readonly<Record<ImpactSignal['load']['kind'], string>> = {
  matched: 'Compared within the load that both stretches have seen.',
  apart: 'The two stretches share too little load to compare.',
  limit: 'The hub was at its limit in both stretches, so the change is its own.',
  demand: 'It follows demand, which says nothing about the hub: it is not judged.',
  ignored: 'Load plays no part in it, or is not known.',
};

/** A row opened: its numbers in words, for who does not think in intervals. */
export function explained(signal: ImpactSignal): readonly string[] {
  const { change, low, high, verdict, reason, seconds_more: more, load, target, counts } = signal;
  const said: string[] = [];
  if (change !== null && low !== null && high !== null) {
    said.push(
      `The change is ${percent(change)}; it lies between ${percent(low)} and ${percent(high)}, at 95 % and at every look.`,
    );
  } else if (change !== null)
    said.push(`So far the change looks like ${percent(change)}; its bounds are not known.`);
  if (verdict === 'unknown' && load.kind !== 'demand') {
    if (reason !== null) said.push(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`.replace('..', '.'));
    if (more !== null) said.push(`At the present noise a verdict takes about ${moreWords(more)} more.`);
  } else if (reason !== null && verdict !== 'unknown') said.push(`${reason}.`.replace('..', '.'));
  said.push(loadKinds[load.kind]);
  if (load.kind === 'matched' && load.before !== null && load.after !== null) {
    said.push(
      `Load: ${showRound(Number(load.before.toPrecision(3)))} before, ${showRound(Number(load.after.toPrecision(3)))} after, operations a second.`,
    );
  }
  if (target !== null) {
    const state = { met: 'met', missed: 'missed', unknown: 'not yet known' }[target.state];
    said.push(`Target ${percent(target.change)}: ${state}.`);
  }
  if (!counts && load.kind !== 'demand') said.push('It is not part of the overall figure.');
  return said;
}

/** The verdict as text for a pull request or a chat. */
export function asMarkdown(impact: ImpactView, address: string): string {
  const rows = impact.signals.map((signal) => {
    const interval =
      signal.low === null || signal.high === null ? '—' : `${percent(signal.low)} to ${percent(signal.high)}`;
    const cells = [signal.title, beforeAfter(signal), percent(signal.change), interval, signal.words];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [
    `**${percent(impact.overall)}, ${overallPhrase(impact).toLowerCase()}**: ${impact.hub}, against “${impact.baseline ?? ''}”${impact.marker === null ? '' : `, since ${impact.marker.name}`}`,
    '',
    '| | before → after | change | 95 % | |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...(impact.load === null ? [] : [impact.load, '']),
    address,
    '',
  ].join('\n');
}

/** What an interval was computed from, for who does not know what a batch is. */
export function batchWords(
  detail: Pick<ImpactDetail, 'batches_before' | 'batches_after' | 'batch_seconds' | 'correlation_seconds'>,
): string {
  const {
    batches_before: before,
    batches_after: after,
    batch_seconds: seconds,
    correlation_seconds: correlation,
  } = detail;
  if (seconds === null)
    return 'There is too little to group into stretches that are independent of each other.';
  const why =
    correlation === null || correlation < 1
      ? ''
      : ` Values depend on each other over about ${duration(correlation * 1000)}, so single seconds would promise too much.`;
  return `It stands on means of ${duration(seconds * 1000)}: ${String(before)} before, ${String(after)} since.${why}`;
}
