import type { Credentials, Grant, Limits } from '@hubscope/core/access';
import { Allowance, type Clock } from '@hubscope/core/time';
import { HubscopeError, type LimitSettings, type Rate } from '@hubscope/core/wire';
import { Allowances } from './allowances.js';
import { isLoopback } from './network.js';

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
  readonly #addresses: Allowances | null;
  /** As long as the keys are there. */
  readonly #keys = new WeakMap<Grant, Allowance>();

  constructor(
    private readonly clock: Clock,
    private readonly settings: LimitSettings,
  ) {
    const { address: rate } = settings;
    this.#addresses = rate === null ? null : new Allowances(() => allowanceOf(rate));
  }

  knock(address: string): void {
    if (this.#addresses === null || isLoopback(address)) return;
    this.#take(this.#addresses.of(address), 'address');
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
