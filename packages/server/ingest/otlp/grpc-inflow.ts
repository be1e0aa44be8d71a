import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { constants, type ServerHttp2Stream } from 'node:http2';

/** What grpc-js keeps of a call to itself. */
interface Inside {
  readonly stream: ServerHttp2Stream;
  incomingEncoding: string;
}

function hasInside(call: object): call is Inside {
  return (
    'stream' in call &&
    typeof call.stream === 'object' &&
    'incomingEncoding' in call &&
    typeof call.incomingEncoding === 'string'
  );
}

/** Encodings that are unpacked here. */
const ours: ReadonlySet<string> = new Set(['gzip', 'deflate']);

/**
 * The message of a call as it comes. grpc-js gathers it whole, and unpacks it, before it tells anybody, and has no option that bounds the
 * bytes of all calls together: its window and message sizes are those of one call, `grpc-node.flow_control_window` is for clients alone.
 * So they are counted at the stream, which it does not show, and a packed message is taken from it as it came.
 */
export class Inflow {
  readonly #stream: ServerHttp2Stream;
  readonly #encoding: string;
  #bytes = 0;
  #packed = false;

  private constructor(call: Inside) {
    this.#stream = call.stream;
    this.#encoding = call.incomingEncoding;
    if (ours.has(this.#encoding)) call.incomingEncoding = 'identity';
  }

  /** The inflow of a call; null where grpc-js is another one than this was written for, whose messages come unpacked. */
  static of(call: ServerInterceptingCallInterface): Inflow | null {
    return hasInside(call) ? new Inflow(call) : null;
  }

  /** How the message is packed; null where it is not. Known once some of it came. */
  get packing(): string | null {
    return this.#packed && ours.has(this.#encoding) ? this.#encoding : null;
  }

  /**
   * @param came told how many bytes came in all, before anything keeps the last of them
   * @param closed told when nothing of it is kept any more
   */
  watch(came: (bytes: number) => void, closed: () => void): void {
    this.#stream.prependListener('data', (part: Buffer) => {
      // The first byte of a message says whether it is packed.
      if (this.#bytes === 0) this.#packed = part[0] === 1;
      this.#bytes += part.length;
      came(this.#bytes);
    });
    this.#stream.once('close', closed);
  }

  /** Ends a call that was answered though more of its message might come: what came of it would be kept as long as its sender likes. */
  close(): void {
    const { closed, readableEnded } = this.#stream;
    if (!closed && !readableEnded) this.#stream.close(constants.NGHTTP2_NO_ERROR);
  }
}
