import { Distribution } from '@hubscope/core/distribution';
import { hubId, type ComponentKey, type Point, type Reading, type SignalTable } from '@hubscope/core/signal';
import { second, type Second } from '@hubscope/core/time';
import { Random } from '../simulation/random.js';

/** Different seconds that are made beforehand: none of them is like the one before. */
const pool = 20;

/** Seconds of a hub of many components, each of which did something: ready to be written, so that only the writing takes time. */
export class ManyComponents {
  readonly #table: SignalTable;
  readonly #keys: readonly (ComponentKey | null)[];
  readonly #readings: readonly (readonly (Reading | null)[])[][];

  constructor(table: SignalTable, components: number) {
    this.#table = table;
    // A server names a component by the same string each second.
    this.#keys = [null, ...Array.from({ length: components }, (_, at) => `agent:part-${String(at + 1)}`)];
    const random = new Random(1);
    this.#readings = Array.from({ length: pool }, () =>
      Array.from({ length: components + 1 }, () => this.#reading(random)),
    );
  }

  at(which: Second): Point[] {
    const readings = this.#readings[which % pool] ?? [];
    return this.#keys.map((component, at) => ({
      hub: hubId('many'),
      component,
      second: second(which),
      readings: readings[at] ?? [],
    }));
  }

  #reading(random: Random): (Reading | null)[] {
    const distribution = new Distribution();
    const operations = 1 + Math.floor(5 * random.uniform());
    for (let each = 0; each < operations; each += 1)
      distribution.record(40 * Math.exp(0.5 * random.normal()));
    const readings: Record<string, Reading> = {
      throughput: { fold: 'sum', value: operations, seconds: 1 },
      busy: { fold: 'sum', value: distribution.sum / 1000, seconds: 1 },
      latency: { fold: 'distribution', distribution },
      error_rate: { fold: 'ratio', numerator: 0, denominator: operations },
    };
    return this.#table.signals.map(({ name }) => readings[name] ?? null);
  }
}
