import { randomBytes } from 'node:crypto';
import { pause } from '../harness/eventually.js';
import type { Served } from '../harness/server.js';

/** Requests a second. */
const requests = 10;
const spanMs = 40;

const attribute = (key: string, stringValue: string): object => ({ key, value: { stringValue } });

/** A hub each of whose agents does one thing a second, until it is told to stop. */
export class AgentsLoad {
  readonly #server: Served;
  readonly #agents: number;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;

  constructor(server: Served, agents: number) {
    this.#server = server;
    this.#agents = agents;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const begun = performance.now();
    const each = Math.ceil(this.#agents / requests);
    for (let turn = 0; !this.#stopped.signal.aborted; turn += 1) {
      await this.#send((turn % requests) * each, each);
      await pause(Math.max(0, begun + ((turn + 1) * 1000) / requests - performance.now()));
    }
  }

  async #send(first: number, count: number): Promise<void> {
    const now = Date.now();
    const nanos = (ms: number): string => `${String(ms)}000000`;
    const traceId = randomBytes(16).toString('hex');
    const root = randomBytes(8).toString('hex');
    const spans = Array.from({ length: count }, (_, at) => ({
      traceId,
      spanId: at === 0 ? root : randomBytes(8).toString('hex'),
      ...(at === 0 ? {} : { parentSpanId: root }),
      name: 'invoke_agent',
      kind: 1,
      startTimeUnixNano: nanos(now - spanMs),
      endTimeUnixNano: nanos(now),
      attributes: [
        attribute('gen_ai.operation.name', 'invoke_agent'),
        attribute('gen_ai.agent.name', `part-${String(first + at)}`),
      ],
      status: {},
    }));
    const resource = {
      attributes: [attribute('service.name', 'many'), attribute('service.instance.id', 'one')],
    };
    const body = JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }],
    });
    const answer = await fetch(`${this.#server.otlp}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    if (!answer.ok) throw new Error(`spans were answered ${String(answer.status)}`);
    await answer.arrayBuffer();
  }
}
