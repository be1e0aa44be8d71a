import type { MetricType } from '../prometheus/index.js';
import { BadPage, type PageSample } from './sample.js';

/**
 * Pages of metrics as text: Prometheus' own format and OpenMetrics, which differ in the unit of times, in `_created` and in the end mark.
 * Source: Prometheus, "Exposition formats"; OpenMetrics 1.0.
 */

const kinds: Readonly<Record<string, MetricType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
};

const escapes: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\[n"\\]/g, (found) => escapes[found] ?? found) : text;
}

/** A line longer than this is none that a client library writes, characters. */
const longestLine = 65_536;

/**
 * `name="value"`, with a comma behind or not; also a name in quotes, by itself where it is the metric's. No two stretches of blanks touch:
 * else a line of blanks would be tried at each place where the one may end and the other begin.
 */
const pair =
  /\s*(?:([a-zA-Z_][a-zA-Z0-9_.]*)|"((?:[^"\\]|\\.)*)")(?:\s*=\s*"((?:[^"\\]|\\.)*)")?\s*(?:,|(?=\}))/y;

/** What ends the labels. */
const brace = /\s*\}/y;

/** Reads what stands in braces. Answers the place behind them. */
function readLabels(line: string, from: number, labels: Map<string, string>): number {
  let at = from;
  for (;;) {
    brace.lastIndex = at;
    if (brace.test(line)) return brace.lastIndex;
    pair.lastIndex = at;
    const found = pair.exec(line);
    if (found === null) throw new BadPage(`labels that can't be read: ${line.slice(0, 120)}`);
    const [, plain, quoted, value] = found;
    const name = plain ?? unescaped(quoted ?? '');
    if (value === undefined) {
      if (quoted === undefined) throw new BadPage(`a label without a value: ${line.slice(0, 120)}`);
      labels.set('__name__', name);
    } else labels.set(name, unescaped(value));
    at = pair.lastIndex;
  }
}

function numberOf(text: string): number {
  if (/^[+-]?Inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  const value = Number(text);
  if (text === '' || Number.isNaN(value)) throw new BadPage(`no number: ${text.slice(0, 50)}`);
  return value;
}

const endings = ['_total', '_bucket', '_sum', '_count', '_created', '_info'] as const;

/** The family that a sample belongs to, and what its name adds to that. */
function familyOf(name: string): [base: string, ending: string] {
  const ending = endings.find((each) => name.endsWith(each)) ?? '';
  return [name.slice(0, name.length - ending.length), ending];
}

/** Identity within a family: which labels, whatever their order. */
function keyOf(base: string, labels: ReadonlyMap<string, string>): string {
  const rest = [...labels].filter(([name]) => name !== 'le' && name !== 'quantile' && name !== '__name__');
  return `${base} ${JSON.stringify(rest.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/**
 * Reads a page.
 * @param open whether it is OpenMetrics
 * @param tooLong is told of each line that is left out since it is longer than any of a client library
 * @throws BadPage at the first line that can't be read, or where an OpenMetrics page is cut short
 */
export function parseText(
  page: string,
  open: boolean,
  maxSamples: number,
  tooLong: () => void = () => undefined,
): PageSample[] {
  const types = new Map<string, MetricType>();
  const created = new Map<string, number>();
  const found: (Omit<PageSample, 'start'> & { key: string })[] = [];
  let ended = false;
  for (const raw of page.split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    if (line.length > longestLine) {
      // What a metric is for may be told at length.
      if (!line.startsWith('#')) tooLong();
      continue;
    }
    if (line.startsWith('#')) {
      if (line === '# EOF') ended = true;
      const type = /^#\s*TYPE\s+(\S+)\s+(\S+)/.exec(line);
      if (type !== null) types.set(type[1] ?? '', kinds[type[2] ?? ''] ?? 'other');
      continue;
    }
    const labels = new Map<string, string>();
    const written = /^[^\s{]*/.exec(line)?.[0] ?? '';
    let at = written.length;
    while (line[at] === ' ') at += 1;
    if (line[at] === '{') at = readLabels(line, at + 1, labels);
    const name = written === '' ? (labels.get('__name__') ?? '') : written;
    labels.delete('__name__');
    if (name === '') throw new BadPage(`a sample without a name: ${line.slice(0, 120)}`);
    // Behind `#` stands an exemplar.
    const [value = '', time] = (line.slice(at).split(' # ')[0] ?? '').trim().split(/\s+/);
    const [base, ending] = familyOf(name);
    const number = numberOf(value);
    if (open && ending === '_created') {
      created.set(keyOf(base, labels), number * 1000);
      continue;
    }
    if (found.length >= maxSamples) throw new BadPage(`more than ${String(maxSamples)} samples`);
    found.push({
      name,
      labels,
      type: types.get(name) ?? types.get(base) ?? 'other',
      value: number,
      time: time === undefined ? null : numberOf(time) * (open ? 1000 : 1),
      key: keyOf(base, labels),
    });
  }
  if (open && !ended) throw new BadPage('the page is cut short: it has no # EOF');
  return found.map(({ key, ...sample }) => ({ ...sample, start: created.get(key) ?? null }));
}
