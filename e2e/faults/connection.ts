import { connect, type Socket } from 'node:net';

/** A connection of bytes, and whether it is over. */
export interface Connection {
  readonly socket: Socket;
  readonly ended: Promise<void>;
  readonly isOver: () => boolean;
}

/** Connects; a connection that fails is over. */
export function connection(port: number): Connection {
  const socket = connect(port, '127.0.0.1');
  let over = false;
  socket.on('error', () => undefined).resume();
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      over = true;
      resolve();
    });
  });
  return { socket, ended, isOver: () => over };
}
