/** The kinds of StatsD metrics; DogStatsD's histogram and distribution are both distributions here. */
export type StatsdType = 'counter' | 'gauge' | 'timer' | 'distribution' | 'set';

const types: Readonly<Record<string, StatsdType>> = {
  c: 'counter',
  m: 'counter',
  g: 'gauge',
  ms: 'timer',
  h: 'distribution',
  d: 'distribution',
  s: 'set',
};

/** One line of a packet. */
export interface StatsdLine {
  readonly name: string;
  readonly type: StatsdType;
  /** As written: members of sets are text, and a sign before a gauge changes it by so much. */
  readonly values: readonly string[];
  /** The share of events that are sent, at most 1. */
  readonly rate: number;
  readonly tags: ReadonlyMap<string, string>;
}

const maxTags = 100;
/** One event stands for a thousand million at most: what says that it stands for more can't know. */
const leastRate = 1e-9;

function tagsOf(text: string): Map<string, string> | null {
  const tags = new Map<string, string>();
  const parts = text === '' ? [] : text.split(',');
  if (parts.length > maxTags) return null;
  for (const part of parts) {
    const colon = part.indexOf(':');
    if (colon < 0) tags.set(part, '');
    else tags.set(part.slice(0, colon), part.slice(colon + 1));
  }
  return tags;
}

/** Whether a line is an event or a service check: DogStatsD's, though no metric. */
export function isNotice(line: string): boolean {
  return line.startsWith('_e{') || line.startsWith('_sc|');
}

/**
 * Reads `name:value[:value…]|type[|@rate][|#tags]`; other parts (container id, time) are passed over. Null for what is no metric: events
 * and service checks among it.
 * Source: the StatsD README and DogStatsD's "Datagram Format and Shell Usage", versions 1.0 to 1.3.
 */
export function parseLine(line: string): StatsdLine | null {
  if (isNotice(line)) return null;
  const [head = '', kind = '', ...rest] = line.split('|');
  const type = types[kind];
  const colon = head.indexOf(':');
  if (type === undefined || colon <= 0) return null;
  let rate = 1;
  let tags: Map<string, string> | null = new Map();
  for (const part of rest) {
    if (part.startsWith('@')) rate = Number(part.slice(1));
    else if (part.startsWith('#')) tags = tagsOf(part.slice(1));
  }
  if (!(rate >= leastRate && rate <= 1) || tags === null) return null;
  const written = head.slice(colon + 1);
  // A member of a set is any text, and stands alone.
  const values = type === 'set' ? [written] : written.split(':');
  return { name: head.slice(0, colon), type, values, rate, tags };
}
