import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** A frame as RFC 6455, section 5.2 has it, in which each part can be wrong. */
export interface Frame {
  readonly opcode: number;
  readonly payload?: Buffer | string;
  readonly fin?: boolean;
  /** The three reserved bits, as 0x40, 0x20 and 0x10. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** What the frame says of its length, where that is a lie; it is then said in 64 bits. */
  readonly length?: bigint;
}

function lengthOf(bytes: number, lie: bigint | undefined): Buffer {
  if (lie !== undefined || bytes > 65_535) {
    const long = Buffer.alloc(9, 127);
    long.writeBigUInt64BE(lie ?? BigInt(bytes), 1);
    return long;
  }
  return bytes < 126 ? Buffer.from([bytes]) : Buffer.from([126, bytes >> 8, bytes & 255]);
}

export function frameOf({
  opcode,
  payload = '',
  fin = true,
  reserved = 0,
  masked = true,
  length,
}: Frame): Buffer {
  const bytes = Buffer.from(payload);
  const size = lengthOf(bytes.length, length);
  if (masked) size[0] = (size[0] ?? 0) | 0x80;
  const mask = masked ? randomBytes(4) : Buffer.alloc(0);
  const body = masked ? bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0)) : bytes;
  return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | reserved | opcode]), size, mask, body]);
}

/** A frame that came from the server. */
export interface Came {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A connection of bytes, which keeps what came and lets a test wait for more. */
export class RawClient {
  readonly socket: Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #ended = false;
  #told: () => void = () => undefined;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (more) => {
      this.#bytes = Buffer.concat([this.#bytes, more]);
      this.#told();
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.#ended = true;
      this.#told();
    });
  }

  /** All that came as text. */
  get text(): string {
    return this.#bytes.toString('latin1');
  }

  write(bytes: Buffer | string): void {
    this.socket.write(bytes);
  }

  /** Whether the server has closed it. */
  isEnded(): boolean {
    return this.#ended;
  }

  /** Resolves when the server has closed it. */
  async ended(): Promise<void> {
    while (!this.isEnded()) await this.#more();
  }

  /** Asks for an upgrade. Answers the head of what came back. */
  async upgrade(
    headers: Readonly<Record<string, string | null>> = {},
    line = 'GET /ws HTTP/1.1',
  ): Promise<string> {
    const all: Readonly<Record<string, string | null>> = {
      host: 'localhost:8081',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    };
    const lines = Object.entries(all).flatMap(([name, value]) =>
      value === null ? [] : [`${name}: ${value}`],
    );
    this.write([line, ...lines, '', ''].join('\r\n'));
    let end = this.text.indexOf('\r\n\r\n');
    while (end < 0 && !this.isEnded()) {
      await this.#more();
      end = this.text.indexOf('\r\n\r\n');
    }
    const head = this.#bytes.subarray(0, end + 4);
    this.#bytes = this.#bytes.subarray(end + 4);
    return head.toString('latin1');
  }

  /** The next frame that fits; null where the connection ended without one. Frames of a server are not masked. */
  async frame(fits: (frame: Came) => boolean): Promise<Came | null> {
    for (;;) {
      const frame = this.#next();
      if (frame !== null) {
        if (fits(frame)) return frame;
      } else if (this.isEnded()) return null;
      else await this.#more();
    }
  }

  /** The code with which the server closed it; null where it did so without a word, 1005 where its word had no code. */
  async closed(): Promise<number | null> {
    const frame = await this.frame(({ opcode }) => opcode === 8);
    if (frame === null) return null;
    return frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE(0);
  }

  #next(): Came | null {
    const [first = 0, second = 0] = this.#bytes;
    const short = second & 127;
    const at = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (this.#bytes.length < at) return null;
    const length =
      short < 126
        ? short
        : short === 126
          ? this.#bytes.readUInt16BE(2)
          : Number(this.#bytes.readBigUInt64BE(2));
    if (this.#bytes.length < at + length) return null;
    const payload = this.#bytes.subarray(at, at + length);
    this.#bytes = this.#bytes.subarray(at + length);
    return { opcode: first & 15, payload };
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#told = resolve;
    });
  }
}
