import type { Clock } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';

/** Failures after which somebody has to wait, and how long they count, ms. */
const maxFailures = 10;
const windowMs = 300_000;
/** Addresses and names that are remembered; past it the oldest are forgotten. */
const maxRemembered = 10_000;

/** How a try ended; `unchecked`: nobody looked whether it was right. */
export type Ending = 'right' | 'wrong' | 'unchecked';

interface Failures {
  count: number;
  readonly since: number;
}

/** Counts what was tried and was wrong, so that nobody can go on guessing. */
export class Guesses {
  readonly #failures = new Map<string, Failures>();
  /** Tries that have not ended, by subject. */
  readonly #underWay = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /**
   * Somebody begins a try that takes a while. Until it has ended it counts as if it were wrong: tries at once are no more than tries one after
   * the other.
   * @param subjects each is guessed at by it
   * @returns what is told how it ended, once
   * @throws HubscopeError `too_many_requests`
   */
  begin(subjects: readonly string[]): (ending: Ending) => void {
    for (const each of subjects) this.check(each);
    for (const each of subjects) this.#count(each, 1);
    return (ending) => {
      for (const each of subjects) {
        this.#count(each, -1);
        if (ending === 'wrong') this.failed(each);
        else if (ending === 'right') this.#failures.delete(each);
      }
    };
  }

  /** @throws HubscopeError `too_many_requests` where this one has guessed too often, or tries too much at once */
  check(subject: string): void {
    const failures = this.#current(subject);
    const wrong = failures?.count ?? 0;
    if (wrong + (this.#underWay.get(subject) ?? 0) < maxFailures) return;
    // Those under way may turn out right.
    if (failures === undefined || wrong < maxFailures)
      throw new HubscopeError(
        'too_many_requests',
        'Too many tries at once. Wait as long as Retry-After says.',
        1,
      );
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

  #count(subject: string, more: 1 | -1): void {
    const count = (this.#underWay.get(subject) ?? 0) + more;
    if (count === 0) this.#underWay.delete(subject);
    else this.#underWay.set(subject, count);
  }

  #current(subject: string): Failures | undefined {
    const failures = this.#failures.get(subject);
    const age = failures === undefined ? 0 : this.clock.now() - failures.since;
    if (failures === undefined || (age >= 0 && age < windowMs)) return failures;
    this.#failures.delete(subject);
    return undefined;
  }
}
