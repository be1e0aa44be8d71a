/**
 * What stretch of time the charts show. `live`: the last minute, second by second. `last`: so many seconds up to now, which it follows.
 * `past`: a stretch that stands still. Times: whole seconds since the epoch, `to` excluded.
 */
export type Range =
  | { readonly kind: 'live' }
  | { readonly kind: 'last'; readonly span: number }
  | { readonly kind: 'past'; readonly from: number; readonly to: number };

export const liveRange: Range = { kind: 'live' };

/** Seconds that the live charts show. */
export const liveSpan = 60;

/** A stretch that the page offers by name. */
export interface NamedSpan {
  /** As the address has it. */
  readonly id: '5m' | '15m' | '1h' | '3h' | '6h' | '24h' | '2d' | '7d' | '30d';
  /** s */
  readonly span: number;
}

const minute = 60;
const hour = 3600;
const day = 86_400;

/** The stretches in the header, after Live. */
export const mainSpans: readonly NamedSpan[] = [
  { id: '5m', span: 5 * minute },
  { id: '1h', span: hour },
  { id: '6h', span: 6 * hour },
  { id: '24h', span: day },
];

/** The rest, in the menu beside them. */
export const moreSpans: readonly NamedSpan[] = [
  { id: '15m', span: 15 * minute },
  { id: '3h', span: 3 * hour },
  { id: '2d', span: 2 * day },
  { id: '7d', span: 7 * day },
  { id: '30d', span: 30 * day },
];

const allSpans = [...mainSpans, ...moreSpans];

export const longestSpan = 30 * day;
/** Below this a chart would show a handful of seconds. */
export const shortestSpan = 10;

/** The last second whose moment a date can name (ECMA-262, Time Values), and so the end of time here. */
const endOfTime = 8.64e12;

/** A stretch that is in order: whole seconds, neither too short nor too long, not past `now` (s) where that is given. */
export function pastRange(from: number, to: number, now: number = endOfTime): Range {
  const span = Math.min(longestSpan, Math.max(shortestSpan, Math.ceil(to) - Math.floor(from)));
  const end = Math.min(Math.max(span, Math.floor(from) + span), Math.floor(now));
  return { kind: 'past', from: Math.max(0, end - span), to: end };
}

/** The range that an address names; what it does not understand is Live. */
export function rangeOfQuery(query: URLSearchParams): Range {
  const from = Number(query.get('from') ?? Number.NaN) / 1000;
  const to = Number(query.get('to') ?? Number.NaN) / 1000;
  if (from >= 0 && to > from && to <= endOfTime) return pastRange(from, to);
  const named = allSpans.find(({ id }) => id === query.get('range'));
  return named === undefined ? liveRange : { kind: 'last', span: named.span };
}

/** Writes a range into an address; Live leaves no trace. */
export function putRange(query: URLSearchParams, range: Range): void {
  for (const name of ['range', 'from', 'to']) query.delete(name);
  if (range.kind === 'last') {
    const named = allSpans.find(({ span }) => span === range.span);
    if (named !== undefined) query.set('range', named.id);
  }
  if (range.kind === 'past') {
    query.set('from', String(range.from * 1000));
    query.set('to', String(range.to * 1000));
  }
}

export function sameRange(a: Range, b: Range): boolean {
  if (a.kind === 'past') return b.kind === 'past' && a.from === b.from && a.to === b.to;
  return a.kind === 'last' ? b.kind === 'last' && a.span === b.span : b.kind === 'live';
}

/** Where a range begins and ends when its right edge is at `edge` (s, the end of the newest second). */
export function endsOf(range: Range, edge: number): { from: number; to: number } {
  if (range.kind === 'past') return { from: range.from, to: range.to };
  const span = range.kind === 'last' ? range.span : liveSpan;
  return { from: edge - span, to: edge };
}

/** The range moved by a part of its length; where that reaches `edge`, it stops there and stands. */
export function panned(range: Range, part: number, edge: number): Range {
  const { from, to } = endsOf(range, edge);
  const by = Math.round((to - from) * part) || Math.sign(part);
  return pastRange(from + by, to + by, edge);
}

/** The range made `factor` times as long around a moment (s), which keeps its place. */
export function scaled(range: Range, factor: number, around: number, edge: number): Range {
  const { from, to } = endsOf(range, edge);
  const share = Math.min(1, Math.max(0, (around - from) / (to - from)));
  const span = Math.min(longestSpan, Math.max(shortestSpan, Math.round((to - from) * factor)));
  const begin = Math.round(around - share * span);
  return pastRange(begin, begin + span, edge);
}

/** Steps that fall on whole minutes, hours and days, s. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 21_600] as const;

/** Values that a chart is wide enough to tell apart. */
export const valuesInSight = 480;

/** The step that shows a span (s) with at most as many values as a chart has room for, s. */
export function stepFor(span: number, room: number = valuesInSight): number {
  return steps.find((step) => span / step <= room) ?? 21_600;
}

/** The values that a chart so many CSS px wide can tell apart; a narrow one still shows more than a handful, a wide one no crowd. */
export function roomOf(width: number | null): number {
  return width === null ? valuesInSight : Math.min(1200, Math.max(240, Math.floor(width)));
}
