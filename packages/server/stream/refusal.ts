import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorCatalogue, type HubscopeError, type Problem } from '@hubscope/core/wire';

/** Answers an upgrade that is not granted, as problem+json, and closes the connection. */
export function refuse(socket: Duplex, error: HubscopeError): void {
  const { code, detail, status, retryAfterSeconds } = error;
  const problem: Problem = { type: 'about:blank', title: errorCatalogue[code].title, status, code, detail };
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
    ...(retryAfterSeconds === null ? [] : [`Retry-After: ${String(retryAfterSeconds)}`]),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => {
    socket.destroy();
  });
}
