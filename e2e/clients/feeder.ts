import { pause } from '../../bench/harness/eventually.js';
import type { Served } from '../../bench/harness/server.js';
import { agentNamed, attribute, cpuTime, memory, metrics, nanos, post, span, traces } from '../doors/otlp.js';

export interface FeederOptions {
  readonly hub: string;
  /** Names of the agents that work in turn. */
  readonly agents?: readonly string[];
  /** Operations in each tenth of a second. */
  readonly each?: number;
  /** Whether its operations fail. */
  readonly failing?: boolean;
  readonly instance?: string;
  /** Whether it tells of its memory and CPU. */
  readonly measured?: boolean;
  /** How long an operation takes at first, ms. */
  readonly latencyMs?: number;
}

const everyMs = 100;

/** A small steady hub, written by hand: for tests that need some hub and look at something else. */
export class Feeder {
  /** How long an operation takes, ms. */
  latencyMs: number;
  readonly #options: Required<FeederOptions>;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;

  constructor(server: Served, options: FeederOptions) {
    this.#options = {
      agents: ['planner', 'writer'],
      each: 3,
      failing: false,
      instance: 'feeder',
      measured: true,
      latencyMs: 40,
      ...options,
    };
    this.latencyMs = this.#options.latencyMs;
    this.#running = this.#run(server);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(server: Served): Promise<void> {
    const begun = Date.now();
    for (let turn = 0; !this.#stopped.signal.aborted; turn += 1) {
      // A server that is gone takes nothing; a hub goes on working all the same.
      await this.#send(server, begun, turn).catch(() => null);
      await pause(everyMs);
    }
  }

  async #send(server: Served, begun: number, turn: number): Promise<void> {
    const { hub, agents, each, failing, instance, measured } = this.#options;
    const now = Date.now();
    const spans = Array.from({ length: each }, (_, index) => {
      const agent = agents[(turn + index) % agents.length] ?? 'agent';
      const startTimeUnixNano = nanos(now - this.latencyMs - 3 * index);
      const status = failing ? { code: 2 } : {};
      return span(now, { ...agentNamed(agent), startTimeUnixNano, status });
    });
    const tool = [
      attribute('gen_ai.operation.name', 'execute_tool'),
      attribute('gen_ai.tool.name', 'search'),
    ];
    spans.push(span(now, { parentSpanId: spans[0]?.['spanId'], attributes: tool }));
    await post(server, '/v1/traces', traces(hub, spans, instance));
    if (!measured || turn % 10 !== 0) return;
    const { user, system } = process.cpuUsage();
    const readings = [
      memory(now, process.memoryUsage.rss()),
      cpuTime(begun - 1000, now, (user + system) / 1e6),
    ];
    await post(server, '/v1/metrics', metrics(hub, readings, instance));
  }
}
