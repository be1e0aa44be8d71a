import type { DropReason, MappingTable } from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';
import type { Sink } from '../sink.js';
import type { Encoding, OtlpSignal } from './answer.js';
import { parseLogs, parseMetrics, parseTraces } from './json.js';
import { normaliseLogs } from './logs.js';
import { normaliseMetrics } from './metrics.js';
import type { Normalised } from './normalised.js';
import { decodeLogs, decodeMetrics, decodeTraces } from './protobuf.js';
import { Sources } from './source.js';
import { normaliseSpans, wantedOfSpans } from './spans.js';

/** What became of a request, for the server's watch on itself. */
export interface HandledRequest {
  readonly signal: OtlpSignal;
  readonly start: Millis;
  readonly end: Millis;
  readonly failed: boolean;
  /** As received. */
  readonly bytes: number;
  /** Observations that it held. */
  readonly items: number;
}

export interface IntakeOptions {
  readonly clock: Clock;
  readonly mappings: MappingTable;
  readonly sink: Sink;
  readonly onRequest?: (request: HandledRequest) => void;
}

/** What a request is answered: how many of its items could not be counted, and why. */
export interface Taken {
  readonly rejected: number;
  readonly message: string;
}

/** Reasons that are no fault of the request: its items were understood, and are counted elsewhere or not needed. */
const harmless: ReadonlySet<DropReason> = new Set(['unmapped', 'log', 'duplicate', 'component_limit']);

function describe(rejected: ReadonlyMap<DropReason, number>): string {
  return [...rejected].map(([reason, count]) => `${reason}: ${String(count)}`).join(', ');
}

/** What every OTLP door does with a request once it has its bytes: decode, normalise, hand on, count. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #sources = new Sources();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /**
   * Asked as soon as a request begins, before its body is read, unpacked or decoded.
   * @throws HubscopeError `too_many_requests` where there is no room now
   */
  admit(signal: OtlpSignal): void {
    const { clock, sink, onRequest } = this.#options;
    const wait = sink.busy();
    if (wait === null) return;
    const now = clock.now();
    onRequest?.({ signal, start: now, end: now, failed: true, bytes: 0, items: 0 });
    throw new HubscopeError('too_many_requests', undefined, wait);
  }

  /**
   * Takes in a request that was admitted, and reports what became of it.
   * @param packed its size as received, bytes
   * @param body its bytes, unpacked
   * @throws HubscopeError `malformed_body`, and what `body` throws
   */
  async handle(
    signal: OtlpSignal,
    encoding: Encoding,
    packed: number,
    body: () => Buffer | Promise<Buffer>,
  ): Promise<Taken> {
    const { clock, onRequest } = this.#options;
    const start = clock.now();
    let items = 0;
    let failed = true;
    try {
      const normalised = this.#decode(signal, encoding, await body());
      items = normalised.observations.length;
      const taken = this.#deliver(normalised);
      failed = false;
      return taken;
    } finally {
      onRequest?.({ signal, start, end: clock.now(), failed, bytes: packed, items });
    }
  }

  #decode(signal: OtlpSignal, encoding: Encoding, body: Buffer): Normalised {
    const json = encoding === 'json';
    const sources = this.#sources;
    try {
      switch (signal) {
        case 'traces':
          return normaliseSpans((json ? parseTraces : decodeTraces)(body, wantedOfSpans), sources);
        case 'metrics':
          return normaliseMetrics(
            (json ? parseMetrics : decodeMetrics)(body),
            sources,
            this.#options.mappings,
          );
        case 'logs':
          return normaliseLogs((json ? parseLogs : decodeLogs)(body), sources);
      }
    } catch (error) {
      throw new HubscopeError('malformed_body', error instanceof Error ? error.message : undefined);
    }
  }

  /** Hands on what was decoded; answers what was rejected, by reason. */
  #deliver({ observations, drops }: Normalised): Taken {
    const { sink } = this.#options;
    const rejected = new Map<DropReason, number>();
    const reject = (reason: DropReason, count: number): void => {
      if (!harmless.has(reason)) rejected.set(reason, (rejected.get(reason) ?? 0) + count);
    };
    for (const { hub, reason, count } of drops) {
      sink.drop(hub, reason, count);
      reject(reason, count);
    }
    const { dropped } = sink.accept(observations);
    for (const [reason, count] of Object.entries(dropped)) reject(reason as DropReason, count);
    const count = [...rejected.values()].reduce((sum, each) => sum + each, 0);
    return { rejected: count, message: describe(rejected) };
  }
}
