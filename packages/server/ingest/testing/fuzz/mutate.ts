/** Numbers in [0, 1), the same for the same seed. Source: T. Ettinger, "mulberry32". */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that decoders stumble over: long varints, lengths that lie, broken UTF-8, numbers and brackets. */
const awkward = [
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
  Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]),
  Buffer.from([0x00]),
  Buffer.from([0xc3, 0x28]),
  Buffer.from([0x0b, 0x0c]),
  Buffer.alloc(9, 0x7f),
  Buffer.from('NaN'),
  Buffer.from('-1e999'),
  Buffer.from('99999999999999999999'),
  Buffer.from('"}]'),
  Buffer.from('{"a":['),
  Buffer.from('\\'),
  Buffer.from('\n# TYPE a counter\n'),
  Buffer.from('|#,:@'),
];

type Change = (bytes: Buffer, at: number, length: number, pick: (below: number) => number) => Buffer;

const changes: readonly Change[] = [
  // One bit, one byte.
  (bytes, at, _, pick) => {
    const made = Buffer.from(bytes);
    if (at < made.length) made[at] = (made[at] ?? 0) ^ (1 << pick(8));
    return made;
  },
  (bytes, at, _, pick) => {
    const made = Buffer.from(bytes);
    if (at < made.length) made[at] = pick(256);
    return made;
  },
  // A stretch left out, told twice, or moved to the end; the rest cut off.
  (bytes, at, length) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
  (bytes, at, length) =>
    Buffer.concat([
      bytes.subarray(0, at + length),
      bytes.subarray(at, at + length),
      bytes.subarray(at + length),
    ]),
  (bytes, at, length) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length), bytes.subarray(at, at + length)]),
  (bytes, at) => bytes.subarray(0, at),
  // What decoders stumble over, put in or written over what stood there.
  (bytes, at, _, pick) =>
    Buffer.concat([bytes.subarray(0, at), awkward[pick(awkward.length)] ?? bytes, bytes.subarray(at)]),
  (bytes, at, _, pick) => {
    const put = awkward[pick(awkward.length)] ?? bytes;
    return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + put.length)]);
  },
];

/** One of some payloads with up to five changes, or the beginning of one before the end of another. */
export function mutated(payloads: readonly Buffer[], random: () => number): Buffer {
  const pick = (below: number): number => Math.floor(random() * below);
  const one = (): Buffer => payloads[pick(payloads.length)] ?? Buffer.alloc(0);
  let bytes = Buffer.from(one());
  if (random() < 0.1) {
    const other = one();
    bytes = Buffer.concat([
      bytes.subarray(0, pick(bytes.length + 1)),
      other.subarray(pick(other.length + 1)),
    ]);
  }
  for (let left = 1 + pick(5); left > 0; left -= 1) {
    const change = changes[pick(changes.length)];
    const at = pick(bytes.length + 1);
    if (change !== undefined)
      bytes = Buffer.from(change(bytes, at, pick(Math.min(64, bytes.length - at) + 1), pick));
  }
  return bytes;
}
