/** A chart of one's own: a column of the hub or of some of its components, also as it was some time before. */
export interface Pinned {
  /** `signal`, or `signal.statistic` of a distribution. */
  readonly column: string;
  /** Whose: `kind:name` of a component, null for the hub itself; a line each. */
  readonly of: readonly (string | null)[];
  /** How long before stands under each line as a second one, s; 0: none does. */
  readonly before: number;
}

/** How many charts a view holds, and lines a chart: more can't be told apart. */
export const mostPinned = 24;
export const mostLines = 4;

const longestName = 300;
const column = /^[a-zA-Z_][a-zA-Z0-9_]{0,99}(?:\.[a-z0-9]{1,10})?$/;

/** Stretches that lie between a line and the one under it, as the address has them. */
export const befores = [
  { id: '-1h', seconds: 3600 },
  { id: '-24h', seconds: 86_400 },
  { id: '-7d', seconds: 604_800 },
] as const;

// A component's key holds a colon, the others' parts none; `~` stands between parts.
const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('~', '%7E');
const unescaped = (text: string): string => text.replaceAll('%7E', '~').replaceAll('%25', '%');

/** As an address has it: `latency.p95~agent:planner~agent:writer`, `memory~~-24h` for the hub and the day before. */
export function textOfPinned({ column: name, of, before }: Pinned): string {
  const shift = befores.find(({ seconds }) => seconds === before);
  const own = of.length === 1 && of[0] === null && shift === undefined;
  return [
    name,
    ...(own ? [] : of.map((key) => (key === null ? '' : escaped(key)))),
    ...(shift === undefined ? [] : [shift.id]),
  ].join('~');
}

/** Null where the text is none. */
export function pinnedOfText(text: string): Pinned | null {
  const [name = '', ...parts] = text.split('~');
  if (!column.test(name)) return null;
  const shift = befores.find(({ id }) => id === parts.at(-1));
  const keys = shift === undefined ? parts : parts.slice(0, -1);
  const of = [...new Set(keys.map((key) => (key === '' ? null : unescaped(key))))].slice(0, mostLines);
  if (of.some((key) => key !== null && (!key.includes(':') || key.length > longestName))) return null;
  return { column: name, of: of.length === 0 ? [null] : of, before: shift?.seconds ?? 0 };
}

/** What an address pins; null where it says nothing of it. What is none is left out. */
export function pinnedOfQuery(query: URLSearchParams): readonly Pinned[] | null {
  const texts = query.getAll('chart');
  if (texts.length === 0) return null;
  return texts
    .map(pinnedOfText)
    .filter((each) => each !== null)
    .slice(0, mostPinned);
}

/** Writes them into an address; a view without charts says so. */
export function putPinned(query: URLSearchParams, pinned: readonly Pinned[]): void {
  for (const each of pinned.length === 0 ? [''] : pinned.map(textOfPinned)) query.append('chart', each);
}

export function samePinned(a: Pinned, b: Pinned): boolean {
  return textOfPinned(a) === textOfPinned(b);
}
