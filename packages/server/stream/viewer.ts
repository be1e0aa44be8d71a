import type { Grant } from '@hubscope/core/access';
import type { Clock, Millis } from '@hubscope/core/time';
import { Allowance } from './allowance.js';
import type { Group } from './group.js';
import { textFrame } from './text-frame.js';

export type Form = 'plain' | 'live';

/** What may wait in one viewer's socket before it is skipped: bytes, and writes since it was last empty. */
export const maxQueuedBytes = 262_144;
export const maxQueuedWrites = 3;

/** What a viewer's connection is to the stream, be it a WebSocket or a stream of events. */
export interface Connection {
  readonly OPEN: number;
  readonly readyState: number;
  ping(): void;
  close(code?: number, reason?: string): void;
  /** Ends it without a word. */
  terminate(): void;
  on(event: 'pong' | 'close', told: () => void): unknown;
  once(event: 'close', told: () => void): unknown;
}

/** Where a viewer's frames are written. */
export interface Pipe {
  /** Bytes that it has not taken yet. */
  readonly writableLength: number;
  write(frames: Buffer): unknown;
}

/** What all viewers together did; the stream's counters. */
export interface Tally {
  framesSent: number;
  bytesSent: number;
  skipped: number;
}

/** One connection. It has no queue of its own: what its socket can't take is skipped, and made up for by a whole frame. */
export class Viewer {
  readonly connection: Connection;
  readonly form: Form;
  /** What it may do, as long as it may. */
  readonly grant: Grant;
  /** The address that it came from; empty where it can ask for nothing. */
  readonly address: string;
  readonly allowance: Allowance;
  /** The viewers with whom it shares its frames; null while it waits for its first one. */
  group: Group | null = null;
  /** How many of what its group sent to all is behind it: got, skipped or held by a whole frame. */
  knows = 0;
  /** It missed a frame: the next thing it gets is a whole one. */
  behind = false;
  /** Which edition of the list of hubs it has. */
  hubsEdition = 0;
  /** When it last sent anything, a pong included. */
  heardAt: Millis;
  /** When it was last asked whether it lives, or came. */
  pingedAt: Millis;
  readonly #pipe: Pipe;
  readonly #tally: Tally;
  #waiting = 0;

  constructor(
    connection: Connection,
    pipe: Pipe,
    form: Form,
    grant: Grant,
    clock: Clock,
    tally: Tally,
    address = '',
  ) {
    this.connection = connection;
    this.form = form;
    this.grant = grant;
    this.address = address;
    this.allowance = new Allowance(clock);
    this.heardAt = clock.now();
    this.pingedAt = this.heardAt;
    this.#pipe = pipe;
    this.#tally = tally;
  }

  /** Whether its socket has taken everything written to it. */
  get idle(): boolean {
    return this.#pipe.writableLength === 0;
  }

  get open(): boolean {
    return this.connection.readyState === this.connection.OPEN;
  }

  /**
   * Writes framed messages, or skips them where too much is waiting: the viewer is then {@link behind}, until it is sent a
   * whole frame by {@link catchUp}.
   * @param count how many frames `frames` holds, one after the other
   */
  send(frames: Buffer, count = 1): void {
    if (!this.open) return;
    if (this.idle) this.#waiting = 0;
    if (this.behind || this.#waiting >= maxQueuedWrites || this.#pipe.writableLength > maxQueuedBytes) {
      this.behind = true;
      this.#tally.skipped += count;
      return;
    }
    this.#write(frames, count);
  }

  /** Sends a whole frame (a snapshot, or the plain form's) in place of what was skipped. */
  catchUp(frame: Buffer): void {
    if (!this.open) return;
    this.behind = false;
    this.#write(frame);
  }

  /** Answers this viewer alone; dropped where its socket takes nothing. */
  answer(message: unknown): void {
    this.post(textFrame(JSON.stringify(message)));
  }

  /** Sends a message outside of the hub's sequence; dropped where its socket takes nothing. */
  post(frame: Buffer): void {
    if (this.open && this.#pipe.writableLength <= maxQueuedBytes) this.#write(frame);
    else this.#tally.skipped += 1;
  }

  // The frame goes to the socket past ws, which would frame it anew for each viewer. ws too writes only whole frames, at
  // once (compression is off), so that the two never mix.
  #write(frames: Buffer, count = 1): void {
    this.#pipe.write(frames);
    this.#waiting += 1;
    this.#tally.framesSent += count;
    this.#tally.bytesSent += frames.length;
  }
}
