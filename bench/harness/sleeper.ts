import { connect, type Socket } from 'node:net';
import { upgrade } from './upgrade.js';

/**
 * A WebSocket viewer whose owner reads nothing: the upgrade is asked for, and no byte of the answer or of any frame leaves its
 * socket.
 * @param path `/ws` with its query
 * @param protocol the subprotocol; none: the plain form
 */
export function sleeper(port: number, path: string, protocol: string | null = null): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, 'localhost', () => {
      socket.pause();
      socket.write(upgrade(port, path, protocol), () => {
        resolve(socket);
      });
    });
    socket.on('error', reject);
  });
}
