import { valueOf, type Column, type ComponentKey, type Point } from '@hubscope/core/signal';
import { second, type Second } from '@hubscope/core/time';
import { compact } from './compact.js';
import { Diligence } from './diligence.js';

type Values = readonly (number | null)[];

/** A component's row in the table. */
export interface ComponentState {
  readonly key: ComponentKey;
  readonly firstSeen: Second;
  lastSeen: Second;
  /** The newest second, in the order of the component columns. */
  values: Values;
}

export interface ComponentChange {
  readonly key: ComponentKey;
  readonly values: Values;
}

/** A component leaves the table when it has done nothing for so long. */
export const staysSeconds = 300;

/**
 * Rows at once. Past it the busiest have one, and keep it while nobody is busier by far: what a viewer is told should be values,
 * not comings and goings.
 */
export const maxRows = 500;

/** How often it is looked whose turn it is, where there are more than rows, s. */
const turnSeconds = 5;

/** A row without work for so long goes to whoever waits for one, s. */
const idleSeconds = 60;

function differ(a: Values, b: Values): boolean {
  return a.length !== b.length || a.some((value, index) => !Object.is(value, b[index]));
}

/** The components of one hub that worked in the last minutes, with their newest values. */
export class ComponentRows {
  readonly #columns: readonly Column[];
  readonly #throughput: number;
  readonly #rows = new Map<ComponentKey, ComponentState>();
  readonly #diligence = new Diligence();

  /** @param throughput which of the columns is throughput */
  constructor(columns: readonly Column[], throughput: number) {
    this.#columns = columns;
    this.#throughput = throughput;
  }

  get size(): number {
    return this.#rows.size;
  }

  list(): readonly ComponentState[] {
    return [...this.#rows.values()];
  }

  valuesOf(point: Point): Values {
    return this.#columns.map((column) => compact(valueOf(point, column)));
  }

  /**
   * The values of a component that is left out of a second: it ended no operation, which is a throughput of 0 where the
   * hub's telemetry was on time and unknown where it was not.
   */
  quiet(onTime: boolean): Values {
    return this.#columns.map((_, index) => (onTime && index === this.#throughput ? 0 : null));
  }

  /** Moves every row to a new second and answers what changed and who left. */
  advance(
    which: Second,
    points: readonly Point[],
    onTime: boolean,
  ): { changed: ComponentChange[]; gone: ComponentKey[] } {
    const working = this.#working(points);
    const gone = this.#admit(which, working);
    const quiet = this.quiet(onTime);
    const changed: ComponentChange[] = [];
    for (const row of this.#rows.values()) {
      const values = working.get(row.key) ?? quiet;
      if (differ(row.values, values)) changed.push({ key: row.key, values });
      row.values = values;
    }
    return { changed, gone };
  }

  /**
   * Takes over what late data says of a second that was shown; answers the rows concerned.
   * @param newest whether the rows show this very second
   * @param changed whether a row's throughput in this second is another one now
   */
  amend(
    which: Second,
    points: readonly Point[],
    { newest, onTime }: { newest: boolean; onTime: boolean },
    changed: (row: ComponentState) => boolean,
  ): ComponentChange[] {
    const working = this.#working(points);
    const [quiet, unknown] = [this.quiet(onTime), this.quiet(false)];
    const changes: ComponentChange[] = [];
    for (const row of this.#rows.values()) {
      const worked = working.get(row.key);
      const values = worked ?? (which >= row.firstSeen ? quiet : unknown);
      if (worked !== undefined) row.lastSeen = second(Math.max(row.lastSeen, which));
      if (!changed(row) && !(newest && differ(row.values, values))) continue;
      if (newest) row.values = values;
      changes.push({ key: row.key, values });
    }
    return changes;
  }

  #working(points: readonly Point[]): Map<ComponentKey, Values> {
    const working = new Map<ComponentKey, Values>();
    for (const point of points)
      if (point.component !== null) working.set(point.component, this.valuesOf(point));
    return working;
  }

  /** Sees to who has a row in a second, and answers who lost theirs. */
  #admit(which: Second, working: ReadonlyMap<ComponentKey, Values>): ComponentKey[] {
    const waiting: ComponentKey[] = [];
    for (const [key, values] of working) {
      this.#diligence.add(key, which, values[this.#throughput] ?? 1);
      const row = this.#rows.get(key);
      if (row === undefined) waiting.push(key);
      else row.lastSeen = which;
    }
    const gone = this.list()
      .filter(({ lastSeen }) => lastSeen <= which - staysSeconds)
      .map(({ key }) => key);
    for (const key of gone) this.#rows.delete(key);
    const full = this.#rows.size + waiting.length > maxRows;
    if (full && which % turnSeconds === 0) gone.push(...this.#makeRoom(which, waiting));
    const begin = full ? this.#busiestFirst(which, waiting) : waiting;
    for (const key of begin.slice(0, maxRows - this.#rows.size))
      this.#rows.set(key, { key, firstSeen: which, lastSeen: which, values: [] });
    return gone;
  }

  /** Takes the rows from those that do nothing or far less than who waits, and answers whose. */
  #makeRoom(which: Second, waiting: readonly ComponentKey[]): ComponentKey[] {
    const next = this.#busiestFirst(which, waiting);
    const last = this.#busiestFirst(which, [...this.#rows.keys()]).toReversed();
    let room = maxRows - this.#rows.size;
    const gone: ComponentKey[] = [];
    for (const key of last) {
      const rival = next[room];
      if (rival === undefined) break;
      const idle = (this.#rows.get(key)?.lastSeen ?? which) <= which - idleSeconds;
      if (!idle && !this.#diligence.farMore(rival, key, which)) continue;
      gone.push(key);
      room += 1;
    }
    for (const key of gone) this.#rows.delete(key);
    return gone;
  }

  #busiestFirst(which: Second, keys: readonly ComponentKey[]): ComponentKey[] {
    return keys
      .map((key) => ({ key, work: this.#diligence.of(key, which) }))
      .toSorted((a, b) => b.work - a.work)
      .map(({ key }) => key);
  }
}
