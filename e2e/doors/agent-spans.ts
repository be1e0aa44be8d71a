import { randomBytes } from 'node:crypto';

/** A length as protobuf writes it. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    bytes.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) return Buffer.from(bytes);
  }
}

function field(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function time(number: number, ms: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(number * 8 + 1);
  bytes.writeBigUInt64LE(BigInt(Math.round(ms)) * 1_000_000n, 1);
  return bytes;
}

const attribute = (key: string, value: string): Buffer =>
  Buffer.concat([field(1, key), field(2, field(1, value))]);

const [traceBytes, spanBytes] = [16, 8];

/**
 * A request to `/v1/traces` in protobuf, for more spans than can be written by way of JSON in good time: for each name a root span of the
 * agent of this name, which ended at `end` (ms since the epoch) and took 50 ms.
 * @param names in ASCII, all equally long
 */
export function agentSpans(hub: string, end: number, names: readonly string[]): Buffer {
  const length = names[0]?.length ?? 0;
  const span = field(
    2,
    Buffer.concat([
      field(1, Buffer.alloc(traceBytes)),
      field(2, Buffer.alloc(spanBytes)),
      field(5, 'operation'),
      time(7, end - 50),
      time(8, end),
      field(9, attribute('gen_ai.operation.name', 'invoke_agent')),
      field(9, attribute('gen_ai.agent.name', ' '.repeat(length))),
    ]),
  );
  const traceAt = span.indexOf(field(1, Buffer.alloc(traceBytes))) + 2;
  const spanAt = traceAt + traceBytes + 2;
  const ids = randomBytes((traceBytes + spanBytes) * names.length);
  const spans = Buffer.alloc(span.length * names.length);
  for (const [index, name] of names.entries()) {
    const at = index * span.length;
    const id = index * (traceBytes + spanBytes);
    if (name.length !== length) throw new Error(`${name} is not ${String(length)} long`);
    span.copy(spans, at);
    ids.copy(spans, at + traceAt, id, id + traceBytes);
    ids.copy(spans, at + spanAt, id + traceBytes, id + traceBytes + spanBytes);
    spans.write(name, at + span.length - length, 'latin1');
  }
  const resource = [attribute('service.name', hub), attribute('service.instance.id', 'one')];
  return field(
    1,
    Buffer.concat([field(1, Buffer.concat(resource.map((each) => field(1, each)))), field(2, spans)]),
  );
}
