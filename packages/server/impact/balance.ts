import { parseComponentKey, valueOf, type Point, type SignalTable } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { BalanceRow, BaselineBalance } from '@hubscope/core/wire';

/** Cores, processes and components of one kind that are remembered; past it new ones are left out. */
const maxKept = 1000;
/** Seconds of one piece of the recent past, and how many pieces are kept: an hour, in which most baselines lie. */
const [pieceSeconds, pieces] = [60, 60];

/** How unevenly work lies: the busiest ÷ the mean, by kind, where there is more than one of it. */
type Shares = ReadonlyMap<string, { readonly count: number; readonly ratio: number }>;

/** The work of each core, process and component over a stretch. */
class Work {
  /** By kind, then by name. */
  readonly #sums = new Map<string, Map<string, number>>();

  /** Operations in progress of components, of one second. */
  components(table: SignalTable, points: readonly Point[]): void {
    const busy = table.column('busy');
    if (busy === null) return;
    for (const point of points) {
      const value = valueOf(point, busy);
      const parsed = point.component === null ? null : parseComponentKey(point.component);
      // How traffic is split between variants is meant, and no imbalance.
      if (parsed === null || value === null || parsed.kind === 'variant') continue;
      this.put(parsed.kind, parsed.name, value);
    }
  }

  /** How busy the cores were, and how much CPU each process used, in one second. */
  machines(
    table: SignalTable,
    { point, cpuByInstance }: Pick<ClosedSecond, 'point' | 'cpuByInstance'>,
  ): void {
    const cores = point.readings[table.get('cpu_cores').index] ?? null;
    if (cores?.fold === 'cores') {
      cores.cores.forEach((share, core) => {
        if (share !== null) this.put('core', String(core), share);
      });
    }
    for (const [instance, seconds] of cpuByInstance ?? []) this.put('instance', instance, seconds);
  }

  put(kind: string, name: string, amount: number): void {
    const sums = this.#sums.get(kind) ?? new Map<string, number>();
    this.#sums.set(kind, sums);
    const before = sums.get(name);
    if (before === undefined && sums.size >= maxKept) return;
    sums.set(name, (before ?? 0) + amount);
  }

  add(other: Work): void {
    for (const [kind, sums] of other.#sums) for (const [name, sum] of sums) this.put(kind, name, sum);
  }

  shares(): Shares {
    const shares = new Map<string, { count: number; ratio: number }>();
    for (const [kind, sums] of this.#sums) {
      const all = [...sums.values()];
      const mean = all.reduce((total, sum) => total + sum, 0) / all.length;
      if (all.length > 1 && mean > 0) shares.set(kind, { count: all.length, ratio: Math.max(...all) / mean });
    }
    return shares;
  }
}

/** The last hour of the work of cores and processes, of which history keeps nothing: for baselines that are captured from it. */
export class RecentWork {
  readonly #pieces = new Map<number, Work>();

  constructor(private readonly table: SignalTable) {}

  add(closed: ClosedSecond): void {
    const number = Math.floor(closed.second / pieceSeconds);
    let piece = this.#pieces.get(number);
    if (piece === undefined) {
      piece = new Work();
      this.#pieces.set(number, piece);
      for (const oldest of this.#pieces.keys()) {
        if (this.#pieces.size <= pieces) break;
        this.#pieces.delete(oldest);
      }
    }
    piece.machines(this.table, closed);
  }

  /** How unevenly work lay from `from` to before `to`, by whole pieces; nothing where none lies within. */
  over(from: Second, to: Second): BaselineBalance[] {
    const work = new Work();
    for (const [number, piece] of this.#pieces) {
      if (number * pieceSeconds >= from && (number + 1) * pieceSeconds <= to) work.add(piece);
    }
    return [...work.shares()].map(([of, share]) => ({ of, ...share }));
  }
}

/** How evenly work lies on the cores, processes, agents, tools and models of a hub, in the baseline and since. */
export class Balance {
  readonly #before = new Work();
  readonly #after = new Work();

  /** @param kept what the baseline knows of cores and processes */
  constructor(
    private readonly table: SignalTable,
    private readonly kept: readonly BaselineBalance[] = [],
  ) {}

  /** Takes in the baseline's points of components. */
  before(points: readonly Point[]): void {
    this.#before.components(this.table, points);
  }

  /** Takes in one second. */
  add(closed: ClosedSecond): void {
    this.#after.components(this.table, closed.components);
    this.#after.machines(this.table, closed);
  }

  rows(): BalanceRow[] {
    const before = new Map(this.kept.map(({ of, ratio }) => [of, ratio]));
    for (const [kind, { ratio }] of this.#before.shares()) before.set(kind, ratio);
    return [...this.#after.shares()].map(([kind, { count, ratio }]) => {
      const was = before.get(kind) ?? null;
      const now = `the busiest ${kind} has ${ratio.toFixed(1)} times the mean of ${String(count)}`;
      const words = was === null ? now : `${now}, ${was.toFixed(1)} in the baseline`;
      return { of: `${kind}s`, count, before: was, after: ratio, words };
    });
  }
}
