import { Agent, request } from 'node:http';
import { pause } from '../harness/eventually.js';
import type { Served } from '../harness/server.js';
import { spanPayload, type Payload } from './otlp-payload.js';

/** Spans a request. */
const batch = 1000;
/** Requests under way at once; past it a sender waits, as each does that has but so many connections. So many that slow answers hardly slow who sends. */
const lanes = 512;
/** The payload's agents stand at the root of their traces: each third span. */
const rootEvery = 3;

/** What became of what was sent, in spans. */
export interface Outcomes {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  /** Operations of the hubs among those that were accepted. */
  readonly operations: number;
  readonly slowestMs: number;
}

/** Several hubs that send spans over HTTP, all at one pace, and do not wait when they are told to. */
export class Crowd {
  /** Each hub has connections of its own. */
  readonly #senders: readonly { readonly agent: Agent; readonly payload: Payload }[];
  readonly #url: string;

  constructor(
    { otlp }: Served,
    readonly hubs: readonly string[],
  ) {
    this.#url = `${otlp}/v1/traces`;
    this.#senders = hubs.map((hub) => ({
      agent: new Agent({ keepAlive: true, maxSockets: lanes }),
      payload: spanPayload(hub, batch),
    }));
  }

  /** Opens the connections that it sends by, as senders have them that run for long: each with a request of no spans. */
  async connect(): Promise<void> {
    await Promise.all(
      Array.from({ length: lanes }, async (_, number) => this.#post(number, Buffer.alloc(0))),
    );
  }

  /** Sends so many spans a second. */
  async send(seconds: number, spansASecond: number): Promise<Outcomes> {
    const counts = { sent: 0, accepted: 0, refused: 0, operations: 0, slowestMs: 0 };
    const began = performance.now();
    const end = began + seconds * 1000;
    let made = 0;
    const lane = async (): Promise<void> => {
      while (performance.now() < end) {
        const due = began + (made * batch * 1000) / spansASecond;
        const number = made;
        made += 1;
        const early = due - performance.now();
        if (early > 0) await pause(early);
        if (performance.now() >= end) return;
        const asked = performance.now();
        const status = await this.#post(number);
        counts.slowestMs = Math.max(counts.slowestMs, performance.now() - asked);
        counts.sent += batch;
        if (status === 200) {
          counts.accepted += batch;
          counts.operations += Math.floor(batch / rootEvery);
        } else if (status === 429) counts.refused += batch;
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return counts;
  }

  close(): void {
    for (const { agent } of this.#senders) agent.destroy();
  }

  /** @param body what is sent; spans of now unless set */
  async #post(number: number, body: Buffer | null = null): Promise<number> {
    for (;;) {
      const status = await this.#try(number, body);
      if (status !== null) return status;
    }
  }

  /** Null where the server had let go of the connection, which had been idle for long, before it heard of the request. */
  #try(number: number, given: Buffer | null): Promise<number | null> {
    const sender = this.#senders[number % this.#senders.length];
    if (sender === undefined) throw new Error('no hub sends');
    const { agent, payload } = sender;
    const body = given ?? Buffer.from(payload.protobuf(Date.now()));
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
    return new Promise((resolve, reject) => {
      const asked = request(this.#url, { agent, method: 'POST', headers }, (answer) => {
        answer.resume().on('end', () => {
          resolve(answer.statusCode ?? 0);
        });
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(null);
        else reject(error);
      });
      asked.end(body);
    });
  }
}
