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

/** No hint is longer, ms. */
const longestHintMs = 30_000;

/** Those who were turned away by one allowance since a moment, ms. */
interface TurnedAway {
  readonly since: number;
  count: number;
}

/** How much whoever asks may ask. */
export interface AskingSettings {
  readonly limits: LimitSettings;
  /** Places for viewers: as many may come from one address at once, which may be an office's. */
  readonly viewers?: number;
}

/** How often who asks has asked, by address and by key. */
export class Asking implements Limits {
  readonly held: Held = { address: 0, key: 0 };
  readonly #clock: Clock;
  readonly #random: () => number;
  #key: Rate | null = null;
  #addresses: Allowances | null = null;
  #viewers: Allowances | null = null;
  /** As long as the keys are there. */
  #keys = new WeakMap<Grant, Allowance>();
  #turnedAway = new WeakMap<Allowance, TurnedAway>();

  constructor(clock: Clock, settings: AskingSettings, random = Math.random) {
    this.#clock = clock;
    this.#random = random;
    this.reconfigure(settings);
  }

  /** Takes other rates; everybody begins anew with them. */
  reconfigure({ limits: { address: rate, key }, viewers = 0 }: AskingSettings): void {
    this.#key = key;
    this.#keys = new WeakMap();
    const of = (burst: number): Allowances | null =>
      rate === null ? null : new Allowances(() => allowanceOf({ ...rate, burst }));
    this.#addresses = of(rate?.burst ?? 0);
    this.#viewers = of(Math.max(viewers, rate?.burst ?? 0));
  }

  knock(address: string, as?: 'viewer'): void {
    const allowances = as === 'viewer' ? this.#viewers : this.#addresses;
    if (allowances === null || isLoopback(address)) return;
    this.#take(allowances.of(address), 'address');
  }

  ask(grant: Grant, { authorization, address }: Credentials): void {
    const rate = this.#key;
    // Of people each has an address; of programs many have one key.
    if (rate === null || authorization === undefined || grant.who === null || isLoopback(address)) return;
    const allowance = this.#keys.get(grant) ?? allowanceOf(rate);
    this.#keys.set(grant, allowance);
    this.#take(allowance, 'key');
  }

  #take(allowance: Allowance, by: keyof Held): void {
    const now = this.#clock.now();
    if (allowance.take(now)) return;
    this.held[by] += 1;
    throw new HubscopeError('too_many_requests', undefined, Math.ceil(this.#hintMs(allowance, now) / 1000));
  }

  /** When who is turned away may come back, ms: each of those of one second at a turn of its own, for together all but few would come in vain. */
  #hintMs(allowance: Allowance, now: number): number {
    const known = this.#turnedAway.get(allowance);
    const others =
      known !== undefined && Math.abs(now - known.since) < 1000 ? known : { since: now, count: 0 };
    const turn = allowance.waitMs(now) + others.count * allowance.eachMs;
    others.count += 1;
    this.#turnedAway.set(allowance, others);
    return Math.min(turn, longestHintMs * (0.5 + this.#random() / 2));
  }
}
