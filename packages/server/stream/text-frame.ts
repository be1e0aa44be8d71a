/**
 * A text message as one unmasked, uncompressed WebSocket frame (RFC 6455 section 5.2), ready for the sockets of all who are
 * to receive it: it is built once, not once a viewer.
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x81; // final fragment, opcode 1: text
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}

/** The texts, in UTF-8, of frames that {@link textFrame} made, one after the other. */
export function payloadsOf(frames: Buffer): Buffer[] {
  const payloads: Buffer[] = [];
  for (let at = 0; at < frames.length;) {
    const head = frames[at + 1] ?? 0;
    const length =
      head < 126 ? head : head === 126 ? frames.readUInt16BE(at + 2) : frames.readBigUInt64BE(at + 2);
    const from = at + (head < 126 ? 2 : head === 126 ? 4 : 10);
    at = from + Number(length);
    payloads.push(frames.subarray(from, at));
  }
  return payloads;
}
