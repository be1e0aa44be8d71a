/**
 * Whether an endpoint may be asked. Before it has ever answered: by one request, for its name may never be found. While it answers: by some
 * at once. Once it failed: by none until a wait is over, then by one probe, until one is answered. What was under way before it failed says
 * nothing of how it is later.
 */
export class Breaker {
  /** The failures since it answered last; 0 while it answers. */
  #failures = 0;
  #open = false;
  #everAnswered = false;
  #probe: object | null = null;

  /** @param most requests under way at once */
  constructor(private readonly most: number) {}

  /** Whether one more request may be sent. */
  allows(underWay: number): boolean {
    if (this.#failures === 0) return underWay < (this.#everAnswered ? this.most : 1);
    return !this.#open && this.#probe === null;
  }

  sent(request: object): void {
    if (this.#failures > 0) this.#probe = request;
  }

  answered(request: object): void {
    this.#everAnswered = true;
    if (this.#probe !== request) return;
    this.#probe = null;
    this.#failures = 0;
  }

  /** Answers how often the endpoint had failed before, to know how long to wait until {@link rested}; null where it is waited for already. */
  failed(request: object): number | null {
    if (this.#probe === request) this.#probe = null;
    else if (this.#failures > 0) return null;
    this.#open = true;
    this.#failures += 1;
    return this.#failures - 1;
  }

  /** The wait is over. */
  rested(): void {
    this.#open = false;
  }
}
