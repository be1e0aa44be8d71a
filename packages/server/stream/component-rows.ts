import { valueOf, type Column, type ComponentKey, type Point } from '@hubscope/core/signal';
import { second, type Second } from '@hubscope/core/time';
import { compact } from './compact.js';

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

/** Rows at once; past it those leave that have been without work for longest. */
export const maxRows = 500;

function differ(a: Values, b: Values): boolean {
  return a.length !== b.length || a.some((value, index) => !Object.is(value, b[index]));
}

/** The components of one hub that worked in the last minutes, with their newest values. */
export class ComponentRows {
  readonly #columns: readonly Column[];
  readonly #throughput: number;
  readonly #rows = new Map<ComponentKey, ComponentState>();

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
    const before = new Set(this.#rows.keys());
    for (const key of working.keys()) this.#see(key, which);
    const gone = this.#drop(which).filter((key) => before.has(key));
    const quiet = this.quiet(onTime);
    const changed: ComponentChange[] = [];
    for (const row of this.#rows.values()) {
      const values = working.get(row.key) ?? quiet;
      if (!before.has(row.key) || differ(row.values, values)) changed.push({ key: row.key, values });
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

  #see(key: ComponentKey, which: Second): void {
    const row = this.#rows.get(key);
    if (row === undefined) this.#rows.set(key, { key, firstSeen: which, lastSeen: which, values: [] });
    else row.lastSeen = which;
  }

  #drop(now: Second): ComponentKey[] {
    const gone: ComponentKey[] = [];
    const leave = (key: ComponentKey): void => {
      this.#rows.delete(key);
      gone.push(key);
    };
    for (const row of [...this.#rows.values()]) if (row.lastSeen <= now - staysSeconds) leave(row.key);
    const over = this.#rows.size - maxRows;
    if (over > 0) {
      const idlest = this.list().toSorted((a, b) => a.lastSeen - b.lastSeen);
      for (const row of idlest.slice(0, over)) leave(row.key);
    }
    return gone;
  }
}
