import { expect } from 'vitest';
import { eventually } from '../../bench/harness/eventually.js';
import type { Served } from '../../bench/harness/server.js';
import { history } from '../doors/api.js';
import { amounts, endedIn, fullSeconds } from './expected.js';
import { LoadClient } from './run.js';

/** A well-behaved hub that works while others do not. */
export class GoodClient {
  readonly hub = 'good';
  readonly #client: LoadClient;
  readonly #server: Served;
  readonly #seconds: number;

  constructor(server: Served, seconds: number) {
    this.#server = server;
    this.#seconds = seconds;
    this.#client = new LoadClient({
      hub: this.hub,
      otlp: server.otlp,
      encoding: 'proto',
      rate: 100,
      seconds,
      errors: 0.05,
      medianMs: 40,
      seed: 3,
    });
  }

  /** Waits until it has sent all, and expects each of its seconds to read back as it was. */
  async expectExact(): Promise<void> {
    const ledger = await this.#client.ledger((this.#seconds + 20) * 1000);
    const [from, to] = fullSeconds(ledger);
    const seconds = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    expect(seconds.length).toBeGreaterThanOrEqual(this.#seconds - 2);
    const sent = seconds.map((second) => amounts(endedIn(ledger, second, second)));
    const read = await eventually({ what: 'its last second has closed', withinMs: 10_000 }, async () => {
      const columns = ['throughput', 'error_rate'];
      const { signals } = await history(this.#server, this.hub, columns, [from, to + 1]);
      return signals['throughput']?.at(-1) === null ? null : signals;
    });
    expect(read['throughput']).toEqual(sent.map(({ count }) => count));
    read['error_rate']?.forEach((rate, index) => {
      const { count, errors } = sent[index] ?? { count: NaN, errors: NaN };
      expect(rate).toBeCloseTo((100 * errors) / count, 4);
    });
  }

  stop(): Promise<void> {
    return this.#client.stop();
  }
}
