import type { Credentials, Grant, Limits } from '@hubscope/core/access';
import { Allowance, type Clock } from '@hubscope/core/time';
import { HubscopeError, type LimitSettings, type Rate } from '@hubscope/core/wire';
import { isLoopback, networkOf } from './network.js';

/** Addresses that are remembered; past it those that have asked for nothing for longest are forgotten. */
const maxRemembered = 10_000;

/** Requests that were held back. */
export interface Held {
  address: number;
  key: number;
}

function allowanceOf({ burst, per_second }: Rate): Allowance {
  return new Allowance(burst, (burst / per_second) * 1000);
}

/** How often who asks has asked, by address and by key. */
export class Asking implements Limits {
  readonly held: Held = { address: 0, key: 0 };
  /** The one that asked last is last. */
  readonly #addresses = new Map<string, Allowance>();
  /** As long as the keys are there. */
  readonly #keys = new WeakMap<Grant, Allowance>();

  constructor(
    private readonly clock: Clock,
    private readonly settings: LimitSettings,
  ) {}

  knock(address: string): void {
    const { address: rate } = this.settings;
    if (rate === null || isLoopback(address)) return;
    const network = networkOf(address);
    const allowance = this.#addresses.get(network) ?? allowanceOf(rate);
    this.#addresses.delete(network);
    this.#addresses.set(network, allowance);
    const [oldest] = this.#addresses.size > maxRemembered ? this.#addresses.keys() : [];
    if (oldest !== undefined) this.#addresses.delete(oldest);
    this.#take(allowance, 'address');
  }

  ask(grant: Grant, { authorization, address }: Credentials): void {
    const { key: rate } = this.settings;
    // Of people each has an address; of programs many have one key.
    if (rate === null || authorization === undefined || grant.who === null || isLoopback(address)) return;
    const allowance = this.#keys.get(grant) ?? allowanceOf(rate);
    this.#keys.set(grant, allowance);
    this.#take(allowance, 'key');
  }

  #take(allowance: Allowance, by: keyof Held): void {
    const now = this.clock.now();
    if (allowance.take(now)) return;
    this.held[by] += 1;
    throw new HubscopeError('too_many_requests', undefined, Math.ceil(allowance.waitMs(now) / 1000));
  }
}
