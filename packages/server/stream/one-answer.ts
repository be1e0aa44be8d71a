import { EventEmitter } from 'node:events';
import { payloadsOf } from './text-frame.js';
import type { Connection, Pipe } from './viewer.js';

/** The connection of a viewer that asks for messages in place of being sent them: it takes what there is at once, and is gone. */
export class OneAnswer extends EventEmitter<{ pong: []; close: [] }> implements Connection, Pipe {
  readonly OPEN = 1;
  readonly writableLength = 0;
  readonly messages: string[] = [];
  readyState = 1;

  /** @param frames one or more, as they go to a WebSocket */
  write(frames: Buffer): void {
    for (const payload of payloadsOf(frames)) this.messages.push(payload.toString());
  }

  ping(): void {
    this.emit('pong');
  }

  close(): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 3;
    this.emit('close');
  }

  terminate(): void {
    this.close();
  }
}
