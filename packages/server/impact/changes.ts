import { defaultChangeOptions, type Change, type ChangeOptions } from '@hubscope/core/changes';
import { comparedSignals } from '@hubscope/core/impact';
import type { Column, HubId } from '@hubscope/core/signal';
import { OneAtATime, second, secondOf, shift, startOf, type Second } from '@hubscope/core/time';
import { HubscopeError, type ChangePoint, type ChangesAnswer } from '@hubscope/core/wire';
import type { ImpactOptions } from './ports.js';

/** One column's values to be searched, one a second, null where unknown. */
export interface Search {
  readonly series: readonly (readonly (number | null)[])[];
  readonly options: ChangeOptions;
}

/** Finds the changes of each series. It may take a second of CPU: it runs beside the main loop. */
export type Find = (search: Search) => Promise<readonly (readonly Change[])[]>;

/** What is looked for. */
export interface ChangesWanted extends ChangeOptions {
  /** Null: all columns that are compared. */
  readonly signal: string | null;
  /** ms since the epoch; null: 24 h ago. */
  readonly from: number | null;
}

/** The longest past that is searched, s. */
const longest = 86_400;
/** How long an answer to the same question stands, ms. */
const freshMs = 60_000;
/** Answers that are kept. */
const maxAnswers = 200;

/** Where the signals of hubs changed by themselves or by somebody's hand, found in history: suggestions for markers. */
export class Changes {
  readonly #answers = new Map<string, Promise<ChangesAnswer>>();
  /** They take a core each. */
  readonly #searches = new OneAtATime();

  constructor(
    private readonly options: ImpactOptions,
    private readonly find: Find,
  ) {}

  /** @throws HubscopeError `unknown_signal` */
  look(hub: HubId, wanted: ChangesWanted): Promise<ChangesAnswer> {
    const minute = Math.floor(this.options.clock.now() / freshMs);
    const from = wanted.from === null ? null : Math.floor(wanted.from / freshMs);
    const key = JSON.stringify([hub, minute, { ...wanted, from }]);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const columns = this.#columns(wanted.signal);
    const answer = this.#searches.run(() => this.#search(hub, columns, wanted));
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= maxAnswers) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }

  #columns(signal: string | null): Column[] {
    const { table } = this.options;
    if (signal === null) return comparedSignals.flatMap((name) => table.column(name) ?? []);
    const column = table.column(signal);
    if (column === null) {
      throw new HubscopeError('unknown_signal', `No signal or statistic is named ${JSON.stringify(signal)}.`);
    }
    return [column];
  }

  async #search(hub: HubId, columns: readonly Column[], wanted: ChangesWanted): Promise<ChangesAnswer> {
    const { clock, past } = this.options;
    const now = clock.now();
    const to = secondOf(now);
    const from = second(Math.max(to - longest, wanted.from === null ? 0 : wanted.from / 1000));
    const found = await past.values({ hub, component: null, from, to, stepSeconds: 1, columns });
    // What is known of a young hub is short, and is searched as finely as a short series can be.
    const [begin, end] = spanOf(found.map(({ values }) => values));
    const series = found.map(({ values }) =>
      Array.from(values.subarray(begin, end), (value) => (Number.isNaN(value) ? null : value)),
    );
    const changes = begin === end ? [] : await this.find({ series, options: wanted });
    return {
      hub,
      from: startOf(from),
      to: startOf(to),
      looked_at: now,
      changes: columns
        .flatMap((column, place) =>
          (changes[place] ?? []).map((each) => pointOf(column, each, shift(from, begin))),
        )
        .sort((a, b) => a.at - b.at),
    };
  }
}

/** From the first to the last place (excluded) at which any of the series is known; an empty span where none ever is. */
function spanOf(all: readonly Float64Array[]): [begin: number, end: number] {
  const isKnown = (value: number): boolean => !Number.isNaN(value);
  const firsts = all.map((values) => values.findIndex(isKnown)).filter((place) => place >= 0);
  if (firsts.length === 0) return [0, 0];
  return [Math.min(...firsts), 1 + Math.max(...all.map((values) => values.findLastIndex(isKnown)))];
}

function pointOf(
  { name, signal }: Column,
  { index, before, after, change, p }: Change,
  from: Second,
): ChangePoint {
  const better = change !== null && signal.better === 'lower' ? -change : change;
  return { at: startOf(from) + 1000 * index, signal: name, before, after, change: better, p };
}

export const everyChange: ChangesWanted = { ...defaultChangeOptions, signal: null, from: null };
