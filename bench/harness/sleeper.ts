import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

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
      const head = [
        `GET ${path} HTTP/1.1`,
        `Host: localhost:${String(port)}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        ...(protocol === null ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n`, () => {
        resolve(socket);
      });
    });
    socket.on('error', reject);
  });
}
