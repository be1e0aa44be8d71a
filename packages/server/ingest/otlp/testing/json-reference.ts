import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs';
import type { JsonField, JsonMessage } from '../json-messages.js';

type Writer = protobuf.Writer;

/** What JSON.parse does not keep: a key that came twice, a number whose digits a double does not hold, bytes that are no text. */
const lost = 'lost';

function properties(value: unknown): number {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new RangeError(lost);
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, each) => sum + properties(each), 0);
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

function whole(value: unknown): bigint {
  if (typeof value === 'string' && /^[+-]?\d{1,20}$/.test(value)) return BigInt(value.replace('+', ''));
  return BigInt(number(value));
}

function number(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw new TypeError('no number');
  if (/^(NaN|-?Infinity)$/.test(value)) return Number(value);
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(value)) throw new TypeError('no number');
  return Number(value);
}

function text(value: unknown): Buffer {
  if (typeof value !== 'string') throw new TypeError('no text');
  return Buffer.from(value);
}

function within<T extends bigint>(value: T, least: bigint, most: bigint): T {
  if (value < least || value > most) throw new TypeError('too many bits');
  return value;
}

/** 64 bits in the two halves that protobufjs writes. */
function bitsOf(value: bigint): number {
  const bits = BigInt.asUintN(64, within(value, -(2n ** 63n), 2n ** 64n - 1n));
  const halves = { low: Number(bits & 0xffff_ffffn), high: Number(bits >> 32n), unsigned: true };
  return halves as unknown as number;
}

function one({ kind, tag: given }: JsonField, value: unknown, writer: Writer): void {
  const tag = (wire: number): Writer => writer.uint32((given & ~7) + wire);
  if (typeof kind !== 'string') {
    tag(2).fork();
    if (value !== null) write(kind, value, writer);
    writer.ldelim();
    return;
  }
  switch (kind) {
    case 'text':
      tag(2).bytes(text(value));
      return;
    case 'hex': {
      const hex = text(value).toString();
      tag(2).bytes(/^([0-9a-f]{2})*$/i.test(hex) ? Buffer.from(hex, 'hex') : Buffer.alloc(1));
      return;
    }
    case 'bool':
      if (typeof value !== 'boolean') throw new TypeError('no boolean');
      tag(0).bool(value);
      return;
    case 'double':
      tag(1).double(number(value));
      return;
    case 'fixed64':
      tag(1).fixed64(bitsOf(whole(value)));
      return;
    case 'varint':
      tag(0).uint64(bitsOf(whole(value)));
      return;
    case 'zigzag':
      tag(0).sint32(Number(within(whole(value), -(2n ** 31n), 2n ** 31n - 1n)));
      return;
    case 'empty':
      tag(2).bytes(Buffer.alloc(0));
  }
}

function write(message: JsonMessage, value: unknown, writer: Writer): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no object');
  for (const [name, each] of Object.entries(value)) {
    const field = message.field(name);
    if (field === null || each === null) continue;
    if (!field.repeated) one(field, each, writer);
    else if (!Array.isArray(each)) throw new TypeError('no array');
    else for (const item of each) one(field, item, writer);
  }
}

/**
 * A request of OTLP's JSON in protobuf, by JSON.parse and protobufjs: slow and obvious.
 * @returns null where it is no such request; undefined where JSON.parse loses something of it
 */
export function referenceOf(body: Buffer, request: JsonMessage): Buffer | null | undefined {
  try {
    if (!isUtf8(body)) return undefined;
    const json = body.toString();
    const value: unknown = JSON.parse(json);
    const keys = json.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/gu) ?? [];
    if (keys.length !== properties(value)) return undefined;
    const writer = protobuf.Writer.create();
    write(request, value, writer);
    return Buffer.from(writer.finish());
  } catch (error) {
    return error instanceof RangeError && error.message === lost ? undefined : null;
  }
}
