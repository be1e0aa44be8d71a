import { randomBytes } from 'node:crypto';
import type { Served } from '../harness/server.js';
import { Random } from '../simulation/random.js';

/** What a hub does in a second. */
export interface Doing {
  /** Operations a second. */
  readonly rate: number;
  /** ms an operation. */
  readonly tookMs: number;
  readonly memoryMb: number;
  /** CPU-ms an operation. */
  readonly cpuMs: number;
}

/** A hub whose past is told: what was before a change, and what has been since. */
export interface Told {
  readonly name: string;
  readonly before: Doing;
  readonly after: Doing;
  /** How much both vary, as a share. */
  readonly varies: number;
  /** Seconds since the change. */
  readonly since: number;
  /** Whether work is always waiting, so that throughput is the hub's own. */
  readonly closed: boolean;
}

/** What is told of one second. */
interface Second {
  readonly spans: object[];
  readonly memory: object;
  readonly cpu: object;
}

/** Seconds of the past that are told; later than 120 s is too late. */
const pastSeconds = 114;
const nanos = (ms: number): string => `${String(Math.round(ms))}000000`;
const text = (key: string, stringValue: string): object => ({ key, value: { stringValue } });

/** Tells a server of the last two minutes of a hub, as OTLP, and goes on as it was last. Answers when it changed, ms since the epoch. */
export class ToldHub {
  readonly begun: number;
  readonly changedAt: number;
  readonly #random = new Random(7);
  #told: number;
  #cpuSeconds = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly server: Served,
    private readonly told: Told,
  ) {
    const now = Math.floor(Date.now() / 1000) * 1000;
    this.begun = now - pastSeconds * 1000;
    this.changedAt = now - told.since * 1000;
    this.#told = this.begun;
  }

  async start(): Promise<void> {
    await this.#tell();
    this.#timer = setInterval(() => {
      // One that is refused is told with the next.
      this.#tell().catch(() => undefined);
    }, 500);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  #noisy(value: number): number {
    return value * (1 + this.told.varies * (2 * this.#random.uniform() - 1));
  }

  /** What it did in the second that begins at `from`. */
  #second(from: number): Second {
    const { rate, tookMs, memoryMb, cpuMs } = from < this.changedAt ? this.told.before : this.told.after;
    const count = Math.max(1, Math.round(this.#noisy(rate)));
    this.#cpuSeconds += (count * this.#noisy(cpuMs)) / 1000;
    const timeUnixNano = nanos(from + 1000);
    const startTimeUnixNano = nanos(this.begun);
    const spans = Array.from({ length: count }, (_, place) => {
      const end = from + (1000 * (place + 0.5)) / count;
      return {
        traceId: randomBytes(16).toString('hex'),
        spanId: randomBytes(8).toString('hex'),
        name: 'answer',
        kind: 1,
        startTimeUnixNano: nanos(end - this.#noisy(tookMs)),
        endTimeUnixNano: nanos(end),
      };
    });
    const memory = { timeUnixNano, asDouble: 1e6 * this.#noisy(memoryMb) };
    return { spans, memory, cpu: { startTimeUnixNano, timeUnixNano, asDouble: this.#cpuSeconds } };
  }

  async #tell(): Promise<void> {
    const seconds: Second[] = [];
    for (; this.#told + 1000 <= Date.now(); this.#told += 1000) seconds.push(this.#second(this.#told));
    if (seconds.length === 0) return;
    const attributes = [
      text('service.name', this.told.name),
      text('service.instance.id', 'one'),
      ...(this.told.closed ? [text('hub.load', 'closed')] : []),
    ];
    const resource = { attributes };
    const spans = seconds.flatMap((each) => each.spans);
    const metrics = [
      {
        name: 'process.memory.usage',
        unit: 'By',
        gauge: { dataPoints: seconds.map(({ memory }) => memory) },
      },
      {
        name: 'process.cpu.time',
        unit: 's',
        sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: seconds.map(({ cpu }) => cpu) },
      },
    ];
    await this.#post('traces', { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
    await this.#post('metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
  }

  async #post(what: string, body: object): Promise<void> {
    const answer = await fetch(`${this.server.otlp}/v1/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`telemetry was refused: ${String(answer.status)}`);
  }
}
