import { attribute, double, eight, message, uint, type Bytes } from './proto-bytes.js';

/** Marks in a payload that are written anew each time it is sent. */
const startMark = Buffer.from('a7a7a7a7a7a7a701', 'hex');
const timeMark = Buffer.from('a7a7a7a7a7a7a702', 'hex');
const idMark = Buffer.from('a7a7a7a7a7a7a703', 'hex');
/** The first half of a trace's id; the other half says which of the request's it is. */
const traceMark = Buffer.from('a7a7a7a7a7a7a704', 'hex');
/** Spans of one trace. */
const spansATrace = 9;

/** A request of spans or metric points whose times and ids are those of the moment at which it is sent. */
export interface Payload {
  readonly signal: 'traces' | 'metrics';
  readonly items: number;
  /** The request for a moment, ms since the epoch. The bytes are good until the next call. */
  protobuf(now: number): Buffer;
  json(now: number): Buffer;
}

function placesOf(bytes: Buffer, mark: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 8)) places.push(at);
  return places;
}

let spans = 0;
let requests = 0n;
/** What tells the traces of one request from those of another, in 16 hex digits. */
const tracesOf = (request: bigint): string => (0x5a5a00000000n + request).toString(16).padStart(16, '0');

class Template implements Payload {
  readonly #starts: readonly number[];
  readonly #times: readonly number[];
  readonly #ids: readonly number[];
  readonly #traces: readonly number[];
  readonly #texts: readonly string[];

  constructor(
    readonly signal: 'traces' | 'metrics',
    readonly items: number,
    private readonly bytes: Buffer,
    text: string,
  ) {
    this.#starts = placesOf(bytes, startMark);
    this.#times = placesOf(bytes, timeMark);
    this.#ids = placesOf(bytes, idMark);
    this.#traces = placesOf(bytes, traceMark);
    this.#texts = text.split(/@(start|time|id|trace)@/);
  }

  protobuf(now: number): Buffer {
    // Two requests of one millisecond are two collections: the same time twice would be a duplicate.
    requests += 1n;
    const nanos = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n + (requests % 1000n) * 1000n;
    const [start, time] = [nanos(now - 40), nanos(now)];
    const trace = BigInt(`0x${tracesOf(requests)}`);
    for (const at of this.#traces) this.bytes.writeBigUInt64BE(trace, at);
    for (const at of this.#starts) this.bytes.writeBigUInt64LE(start, at);
    for (const at of this.#times) this.bytes.writeBigUInt64LE(time, at);
    for (const at of this.#ids) {
      spans += 1;
      this.bytes.writeUInt32BE(0x5a5a0000, at);
      this.bytes.writeUInt32BE(spans, at + 4);
    }
    return this.bytes;
  }

  json(now: number): Buffer {
    requests += 1n;
    const tail = String(requests % 1000n).padStart(3, '0') + '000';
    const marks: Readonly<Record<string, () => string>> = {
      trace: () => tracesOf(requests),
      start: () => `${String(now - 40)}${tail}`,
      time: () => `${String(now)}${tail}`,
      id: () => {
        spans += 1;
        return `5a5a0000${spans.toString(16).padStart(8, '0')}`;
      },
    };
    const parts = this.#texts.map((part, at) => (at % 2 === 1 ? (marks[part]?.() ?? '') : part));
    return Buffer.from(parts.join(''));
  }
}

const resource = (hub: string, process: number): readonly (readonly [string, string | number])[] => [
  ['service.name', hub],
  ['service.instance.id', `${hub}-${String(process)}`],
  ['service.version', '1.0'],
  ['telemetry.sdk.language', 'nodejs'],
  ['telemetry.sdk.name', 'opentelemetry'],
  ['telemetry.sdk.version', '2.12.0'],
  ['host.name', 'bench'],
  ['process.pid', 4242 + process],
];

const asJson = (attributes: readonly (readonly [string, string | number])[]): object[] =>
  attributes.map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));

const asProto = (field: number, attributes: readonly (readonly [string, string | number])[]): Bytes[] =>
  attributes.map(([key, value]) => attribute(field, key, value));

/** The items of one process in both encodings. */
interface Part {
  readonly proto: readonly Bytes[];
  readonly json: readonly object[];
}

/** How the messages around the items are called. */
interface Envelope {
  readonly signal: Payload['signal'];
  readonly resources: string;
  readonly scopes: string;
  readonly items: string;
}

/** A request with what each of several processes sends. */
function template(hub: string, count: number, parts: readonly Part[], names: Envelope): Payload {
  const scope = { name: 'bench', version: '1.0' };
  const bytes = parts.map(({ proto }, process) => {
    const scoped = message(2, message(1, message(1, scope.name), message(2, scope.version)), ...proto);
    return message(1, message(1, ...asProto(1, resource(hub, process))), scoped);
  });
  const body = {
    [names.resources]: parts.map(({ json }, process) => ({
      resource: { attributes: asJson(resource(hub, process)) },
      [names.scopes]: [{ scope, [names.items]: json }],
    })),
  };
  return new Template(names.signal, count, Buffer.concat(bytes), JSON.stringify(body));
}

/** Splits so many items among processes. */
function shares(count: number, processes: number): number[] {
  return Array.from({ length: processes }, (_, process) => Math.floor((count + process) / processes));
}

const kinds = [
  [
    ['gen_ai.operation.name', 'chat'],
    ['gen_ai.provider.name', 'openai'],
    ['gen_ai.request.model', 'gpt-5-mini'],
    ['gen_ai.response.model', 'gpt-5-mini-2025-08-07'],
    ['gen_ai.response.id', 'chatcmpl-123456789'],
    ['gen_ai.usage.input_tokens', 812],
    ['gen_ai.usage.output_tokens', 154],
    ['server.address', 'api.openai.com'],
  ],
  [
    ['gen_ai.operation.name', 'execute_tool'],
    ['gen_ai.tool.name', 'search'],
    ['gen_ai.tool.type', 'function'],
    ['gen_ai.tool.call.id', 'call_12345'],
  ],
  [
    ['gen_ai.operation.name', 'invoke_agent'],
    ['gen_ai.agent.name', 'planner'],
    ['gen_ai.agent.id', 'asst_5j66'],
    ['gen_ai.conversation.id', 'conv_77'],
  ],
] as const;

function spansOf(count: number, process: number): Part {
  const proto: Bytes[] = [];
  const json: object[] = [];
  for (let each = 0; each < count; each += 1) {
    const attributes = kinds[each % kinds.length] ?? kinds[0];
    // Agents stand at the root, the others below something seen.
    const parent = attributes === kinds[2] ? null : 'eee19b7ec3c1b174';
    const name = `${attributes[0][1]} ${attributes[1][1]}`;
    const trace = Buffer.alloc(8);
    trace.writeUInt32BE(process);
    // Ids are random: spread by a multiplier that shares no factor with their range.
    trace.writeUInt32BE(Math.imul(Math.floor(each / spansATrace) + 1, 0x9e3779b1) >>> 0, 4);
    proto.push(
      message(
        2,
        message(1, Buffer.concat([traceMark, trace])),
        message(2, idMark),
        ...(parent === null ? [] : [message(4, Buffer.from(parent, 'hex'))]),
        message(5, name),
        uint(6, 3),
        eight(7, startMark),
        eight(8, timeMark),
        ...asProto(9, attributes),
        message(15),
      ),
    );
    json.push({
      traceId: `@trace@${trace.toString('hex')}`,
      spanId: '@id@',
      ...(parent === null ? {} : { parentSpanId: parent }),
      name,
      kind: 3,
      startTimeUnixNano: '@start@',
      endTimeUnixNano: '@time@',
      attributes: asJson(attributes),
      status: {},
    });
  }
  return { proto, json };
}

/** Spans of a model, a tool and an agent in turn, with the attributes that instrumentations give them, of several processes. */
export function spanPayload(hub: string, count: number, processes = 1): Payload {
  const names = {
    signal: 'traces',
    resources: 'resourceSpans',
    scopes: 'scopeSpans',
    items: 'spans',
  } as const;
  return template(hub, count, shares(count, processes).map(spansOf), names);
}

const gauges = ['queue_depth', 'active_connections', 'process.memory.usage', 'system.cpu.load_average.1m'];

function metricsOf(count: number): Part {
  const proto: Bytes[] = [];
  const json: object[] = [];
  shares(count, gauges.length).forEach((each, gauge) => {
    const name = gauges[gauge] ?? '';
    const points: Bytes[] = [];
    const list: object[] = [];
    for (let at = 0; at < each; at += 1) {
      const attributes = [
        ['queue', `work-${String(at)}`],
        ['region', 'eu-central-1'],
      ] as const;
      points.push(
        message(1, ...asProto(7, attributes), eight(2, startMark), eight(3, timeMark), double(4, at + 0.5)),
      );
      list.push({
        attributes: asJson(attributes),
        startTimeUnixNano: '@start@',
        timeUnixNano: '@time@',
        asDouble: at + 0.5,
      });
    }
    proto.push(message(2, message(1, name), message(3, '1'), message(5, ...points)));
    json.push({ name, unit: '1', gauge: { dataPoints: list } });
  });
  return { proto, json };
}

/** Gauges of many series, all of them mapped to a signal, of several processes. */
export function metricPayload(hub: string, series: number, processes = 1): Payload {
  const names = {
    signal: 'metrics',
    resources: 'resourceMetrics',
    scopes: 'scopeMetrics',
    items: 'metrics',
  } as const;
  return template(hub, series, shares(series, processes).map(metricsOf), names);
}
