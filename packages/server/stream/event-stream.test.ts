import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { EventStream } from './event-stream.js';
import { SimulatedTime } from './testing/scene.js';

/** A connection whose other side reads nothing. */
class Line extends Duplex {
  override _read(): void {
    // Nothing comes.
  }

  override _write(): void {
    // What is written waits.
  }
}

let time: SimulatedTime;
beforeEach(() => {
  time = new SimulatedTime();
});

function streamOver(line: Line): EventStream {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.assignSocket(line as unknown as Socket);
  return new EventStream({
    response,
    headers: {},
    idOf: String,
    beat: () => '{}',
    every: (ms, run) => time.every(ms, run),
  });
}

describe('a stream of events that is ended', () => {
  it('ends the connection of a client that does not read, after a while', () => {
    const line = new Line();
    streamOver(line).close();
    time.pass(1999);
    expect(line.destroyed).toBe(false);
    time.pass(1);
    expect(line.destroyed).toBe(true);
  });
});
