import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { pause } from '../../bench/harness/eventually.js';
import type { Served } from '../../bench/harness/server.js';

/** OTLP's JSON, as it is written by hand. */
export type Json = Readonly<Record<string, unknown>>;

/** Nanoseconds since the epoch as OTLP's JSON has them. */
export function nanos(ms: number): string {
  return `${String(Math.round(ms))}000000`;
}

export function attribute(key: string, stringValue: string): Json {
  return { key, value: { stringValue } };
}

/** A root span that ended at `end` (ms since the epoch) and took 50 ms; `rest` replaces its fields. */
export function span(end: number, rest: Json = {}): Json {
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: 'operation',
    kind: 1,
    startTimeUnixNano: nanos(end - 50),
    endTimeUnixNano: nanos(end),
    ...rest,
  };
}

/** Attributes that make a span the work of an agent of this name. */
export function agentNamed(name: string): Json {
  return {
    attributes: [attribute('gen_ai.operation.name', 'invoke_agent'), attribute('gen_ai.agent.name', name)],
  };
}

function resource(hub: string, instance: string): Json {
  return { attributes: [attribute('service.name', hub), attribute('service.instance.id', instance)] };
}

/** A request to `/v1/traces`. */
export function traces(hub: string, spans: readonly Json[], instance = 'one'): Json {
  return { resourceSpans: [{ resource: resource(hub, instance), scopeSpans: [{ spans }] }] };
}

/** A request to `/v1/metrics`. */
export function metrics(hub: string, list: readonly Json[], instance = 'one'): Json {
  return { resourceMetrics: [{ resource: resource(hub, instance), scopeMetrics: [{ metrics: list }] }] };
}

/** `process.cpu.time`, running since `start`, as a reading at `time` (ms since the epoch) in CPU-seconds. */
export function cpuTime(start: number, time: number, seconds: number): Json {
  const point = { startTimeUnixNano: nanos(start), timeUnixNano: nanos(time), asDouble: seconds };
  const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] };
  return { name: 'process.cpu.time', unit: 's', sum };
}

/** `process.memory.usage` as a gauge. */
export function memory(time: number, asDouble: number | string): Json {
  const gauge = { dataPoints: [{ timeUnixNano: nanos(time), asDouble }] };
  return { name: 'process.memory.usage', unit: 'By', gauge };
}

export interface Answer {
  readonly status: number;
  /** Hubscope's own code of an error; null where there is none. */
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** How often a request that is refused for want of room is sent again. */
const tries = 30;

/** Posts to the door for OTLP over HTTP as an exporter does, which waits as long as it is told to; objects go as JSON. */
export async function post(...request: Parameters<typeof postOnce>): Promise<Answer> {
  let answer = await postOnce(...request);
  for (let again = 1; answer.status === 429 && again < tries; again += 1) {
    await pause(1000 * Number(answer.headers['retry-after'] ?? 1));
    answer = await postOnce(...request);
  }
  return answer;
}

function postOnce(
  { otlp }: Served,
  path: string,
  content: Json | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  return new Promise((resolve, reject) => {
    const asked = request(
      otlp + path,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const code = answer.headers['hubscope-code'];
          resolve({
            status: answer.statusCode ?? 0,
            code: typeof code === 'string' ? code : null,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
