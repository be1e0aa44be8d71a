import type { Clock } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';

/** Failures after which somebody has to wait, and how long they count, ms. */
const maxFailures = 10;
const windowMs = 300_000;
/** Addresses and names that are remembered; past it the oldest are forgotten. */
const maxRemembered = 10_000;

interface Failures {
  count: number;
  readonly since: number;
}

/** Counts what was tried and was wrong, so that nobody can go on guessing. */
export class Guesses {
  readonly #failures = new Map<string, Failures>();

  constructor(private readonly clock: Clock) {}

  /** @throws HubscopeError `too_many_requests` where this one has guessed too often */
  check(subject: string): void {
    const failures = this.#current(subject);
    if (failures === undefined || failures.count < maxFailures) return;
    const wait = Math.ceil((failures.since + windowMs - this.clock.now()) / 1000);
    throw new HubscopeError(
      'too_many_requests',
      'Too many wrong tries. Wait as long as Retry-After says.',
      wait,
    );
  }

  failed(subject: string): void {
    const failures = this.#current(subject);
    if (failures !== undefined) {
      failures.count += 1;
      return;
    }
    this.#failures.set(subject, { count: 1, since: this.clock.now() });
    if (this.#failures.size <= maxRemembered) return;
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }

  succeeded(subject: string): void {
    this.#failures.delete(subject);
  }

  #current(subject: string): Failures | undefined {
    const failures = this.#failures.get(subject);
    const age = failures === undefined ? 0 : this.clock.now() - failures.since;
    if (failures === undefined || (age >= 0 && age < windowMs)) return failures;
    this.#failures.delete(subject);
    return undefined;
  }
}
