import { randomBytes } from 'node:crypto';

/**
 * What a WebSocket client on a bare socket asks with (RFC 6455 section 4.1).
 * @param path `/ws` with its query
 * @param protocol the subprotocol; null for the plain form
 */
export function upgrade(port: number, path: string, protocol: string | null): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: localhost:${String(port)}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...(protocol === null ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    '\r\n',
  ].join('\r\n');
}
