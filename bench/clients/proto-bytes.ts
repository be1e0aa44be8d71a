/** Protobuf by hand, for payloads that are made once and sent many times. */

export type Bytes = Buffer;

function varint(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/** A whole number, field type `uint`. */
export function uint(field: number, value: number): Bytes {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

/** Eight bytes as they are: `fixed64` and `double`. */
export function eight(field: number, bytes: Bytes): Bytes {
  return Buffer.concat([varint(field * 8 + 1), bytes]);
}

export function double(field: number, value: number): Bytes {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return eight(field, bytes);
}

/** Text, bytes or an embedded message. */
export function message(field: number, ...parts: readonly (Bytes | string)[]): Bytes {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([varint(field * 8 + 2), varint(body.length), body]);
}

/** A `KeyValue`: a key and an `AnyValue`. */
export function attribute(field: number, key: string, value: string | number): Bytes {
  const any = typeof value === 'string' ? message(1, value) : uint(3, value);
  return message(field, message(1, key), message(2, any));
}
