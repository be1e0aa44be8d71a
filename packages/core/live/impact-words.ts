import type { ImpactDetail, ImpactSignal, ImpactView } from '../wire/index.js';
import { showChange, showLine, showRound, unknown } from '../format/number.js';
import { duration } from '../format/time.js';
import { plainName } from './columns.js';
import { englishWords, type LiveWords } from './words.js';

/** What stands first, in this order; the others follow on demand. */
const firstColumns = ['throughput', 'memory', 'cpu_per_op', 'communication', 'latency.p95', 'ttft'] as const;

export function titleOf(
  { signal, title }: Pick<ImpactSignal, 'signal' | 'title'>,
  { impact }: LiveWords = englishWords,
): string {
  return impact.titles[plainName(signal)] ?? title;
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

/** `3 min`, as in “about 3 min more”, in steps that do not flicker. */
export function moreWords(seconds: number, { impact }: LiveWords = englishWords): string {
  if (seconds < 60) return impact.seconds(Math.max(10, Math.ceil(seconds / 10) * 10));
  return seconds < 5400 ? impact.minutes(Math.ceil(seconds / 60)) : impact.hours(Math.ceil(seconds / 3600));
}

/** The one phrase beside the overall figure. */
export function overallPhrase(
  { overall_verdict: verdict, overall_seconds_more: more }: ImpactView,
  words: LiveWords = englishWords,
): string {
  if (verdict !== 'unknown' || more === null) return words.impact.overall[verdict];
  return words.impact.unknownYet(moreWords(more, words));
}

/** What stands at a row's end: the change, or the time that is still needed to know it. */
export function rowFigure(signal: ImpactSignal, words: LiveWords = englishWords): string {
  const { verdict, change, seconds_more: more, load } = signal;
  if (verdict !== 'unknown') return percent(change, words);
  if (load.kind === 'demand') return words.impact.demand;
  return more === null ? unknown : moreWords(more, words);
}

/** A fraction as a change in percent. */
export function percent(fraction: number | null, { notation }: LiveWords = englishWords): string {
  return showChange(fraction === null ? null : 100 * fraction, notation);
}

/** `171.2 ms → 84.3 ms`. */
export function beforeAfter(
  { before, after, unit }: ImpactSignal,
  { notation }: LiveWords = englishWords,
): string {
  return `${showLine(before, unit, 1, notation)} → ${showLine(after, unit, 1, notation)}`;
}

/** `since v1.8.2, 12 min ago · against “before cache”`. `now`: ms by the server's clock. */
export function comparedWords(
  { since, marker, baseline }: ImpactView,
  now: number,
  { impact, notation }: LiveWords = englishWords,
): string {
  const name = baseline ?? '';
  if (since === null) return impact.against(name);
  return impact.since(marker?.name ?? null, duration(now - since, notation), name);
}

/** `since v1.8.2, against “before cache”`: of a verdict that was kept, whose age is said elsewhere. */
export function keptAgainst({ marker, baseline }: ImpactView, { impact }: LiveWords = englishWords): string {
  const name = baseline ?? '';
  return marker === null ? impact.against(name) : impact.sinceMarker(marker.name, name);
}

/** What the server says, as a sentence. */
function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace('..', '.');
}

/** A row opened: its numbers in words, for who does not think in intervals. */
export function explained(signal: ImpactSignal, words: LiveWords = englishWords): readonly string[] {
  const { change, low, high, verdict, reason, seconds_more: more, load, target, counts } = signal;
  const { impact, notation } = words;
  const said: string[] = [];
  if (change !== null && low !== null && high !== null)
    said.push(impact.bounded(percent(change, words), percent(low, words), percent(high, words)));
  else if (change !== null) said.push(impact.unbounded(percent(change, words)));
  if (verdict === 'unknown' && load.kind !== 'demand') {
    if (reason !== null) said.push(asSentence(reason));
    if (more !== null) said.push(impact.takes(moreWords(more, words)));
  } else if (reason !== null && verdict !== 'unknown') said.push(`${reason}.`.replace('..', '.'));
  said.push(impact.loads[load.kind]);
  if (load.kind === 'matched' && load.before !== null && load.after !== null) {
    const round = (value: number): string => showRound(Number(value.toPrecision(3)), notation);
    said.push(impact.load(round(load.before), round(load.after)));
  }
  if (target !== null) said.push(impact.target(percent(target.change, words), target.state));
  if (!counts && load.kind !== 'demand') said.push(impact.notCounted);
  return said;
}

/** A phrase inside of a sentence. */
function inside(phrase: string): string {
  return phrase.charAt(0).toLowerCase() + phrase.slice(1);
}

/** The verdict as text for a pull request or a chat. */
export function asMarkdown(view: ImpactView, address: string, words: LiveWords = englishWords): string {
  const { impact } = words;
  const rows = view.signals.map((signal) => {
    const { low, high, change } = signal;
    const interval =
      low === null || high === null ? unknown : impact.to(percent(low, words), percent(high, words));
    const cells = [signal.title, beforeAfter(signal, words), percent(change, words), interval, signal.words];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [
    `**${percent(view.overall, words)}, ${inside(overallPhrase(view, words))}**: ${view.hub}, ${keptAgainst(view, words)}`,
    '',
    impact.tableHead,
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...(view.load === null ? [] : [view.load, '']),
    address,
    '',
  ].join('\n');
}

/** What an interval was computed from, for who does not know what a batch is. */
export function batchWords(
  {
    batches_before: before,
    batches_after: after,
    batch_seconds: seconds,
    correlation_seconds: correlation,
  }: Pick<ImpactDetail, 'batches_before' | 'batches_after' | 'batch_seconds' | 'correlation_seconds'>,
  { impact, notation }: LiveWords = englishWords,
): string {
  if (seconds === null) return impact.tooFew;
  const why =
    correlation === null || correlation < 1
      ? ''
      : ` ${impact.dependent(duration(correlation * 1000, notation))}`;
  return impact.means(duration(seconds * 1000, notation), before, after) + why;
}
