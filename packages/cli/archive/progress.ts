/** How often a line is drawn again, ms. */
const everyMs = 200;

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Says on standard error how far something is: a line that is drawn over on a terminal, one line at the end elsewhere. */
export class Progress {
  #bytes = 0;
  #drawnAt = 0;

  /** @param total null where it is not known */
  constructor(
    private readonly what: string,
    private readonly total: number | null,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    const now = performance.now();
    if (!process.stderr.isTTY || now - this.#drawnAt < everyMs) return;
    this.#drawnAt = now;
    process.stderr.write(`\r${this.#text()}`);
  }

  done(): void {
    process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${this.#text()}\n`);
  }

  #text(): string {
    if (this.total === null || this.total === 0) return `${this.what} ${mb(this.#bytes)}`;
    const share = Math.min(1, this.#bytes / this.total);
    const bar = '#'.repeat(Math.round(20 * share)).padEnd(20, '.');
    return `${this.what} [${bar}] ${String(Math.round(100 * share))} % of ${mb(this.total)}`;
  }
}
