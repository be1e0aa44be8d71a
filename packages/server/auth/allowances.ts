import type { Allowance } from '@hubscope/core/time';
import { networkOf } from './network.js';

/** Addresses that are remembered; past it those that have asked for nothing for longest are forgotten. */
const maxRemembered = 10_000;

/** An allowance for each address; of IPv6 for each network. */
export class Allowances {
  /** The one that asked last is last. */
  readonly #known = new Map<string, Allowance>();

  constructor(private readonly make: () => Allowance) {}

  of(address: string): Allowance {
    const network = networkOf(address);
    const allowance = this.#known.get(network) ?? this.make();
    this.#known.delete(network);
    this.#known.set(network, allowance);
    const [oldest] = this.#known.size > maxRemembered ? this.#known.keys() : [];
    if (oldest !== undefined) this.#known.delete(oldest);
    return allowance;
  }
}
