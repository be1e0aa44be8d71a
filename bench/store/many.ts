import { Distribution } from '@hubscope/core/distribution';
import { hubId, type ComponentKey, type Point, type Reading, type SignalTable } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';
import { Random } from '../simulation/random.js';

/**
 * Seconds of a hub of many components, each of which did something. Each is made when it is asked for, as a server's folding makes it: the
 * writing that follows finds it where a server's would.
 */
export class ManyComponents {
  readonly #table: SignalTable;
  readonly #keys: readonly (ComponentKey | null)[];
  readonly #random = new Random(1);

  constructor(table: SignalTable, components: number) {
    this.#table = table;
    // A server names a component by the same string each second.
    this.#keys = [null, ...Array.from({ length: components }, (_, at) => `agent:part-${String(at + 1)}`)];
  }

  at(which: Second): Point[] {
    return this.#keys.map((component) => ({
      hub: hubId('many'),
      component,
      second: which,
      readings: this.#readings(),
    }));
  }

  #readings(): (Reading | null)[] {
    const distribution = new Distribution();
    const operations = 1 + Math.floor(5 * this.#random.uniform());
    for (let each = 0; each < operations; each += 1)
      distribution.record(40 * Math.exp(0.5 * this.#random.normal()));
    const readings: Record<string, Reading> = {
      throughput: { fold: 'sum', value: operations, seconds: 1 },
      busy: { fold: 'sum', value: distribution.sum / 1000, seconds: 1 },
      latency: { fold: 'distribution', distribution },
      error_rate: { fold: 'ratio', numerator: 0, denominator: operations },
    };
    return this.#table.signals.map(({ name }) => readings[name] ?? null);
  }
}
