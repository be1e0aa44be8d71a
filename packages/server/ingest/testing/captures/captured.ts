import { readFileSync } from 'node:fs';

/** A request as a real client sent it over HTTP. */
export interface CapturedRequest {
  /** When it came, ms since the epoch. */
  readonly at: number;
  readonly path: string;
  /** Those that say what the body is. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The requests of a capture in this folder, in the order in which they came. @param name without `.json` */
export function captured(name: string): CapturedRequest[] {
  const text = readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8');
  const requests = JSON.parse(text) as (Omit<CapturedRequest, 'body'> & { readonly body: string })[];
  return requests.map((request) => ({ ...request, body: Buffer.from(request.body, 'base64') }));
}

/** What a client wrote on one connection, byte for byte. */
export interface CapturedConnection {
  /** When it was opened, ms since the epoch. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** The connections of a capture, in the order in which they were opened. @param name without `.json` */
export function capturedConnections(name: string): CapturedConnection[] {
  const text = readFileSync(new URL(`wire/${name}.json`, import.meta.url), 'utf8');
  const connections = JSON.parse(text) as { readonly at: number; readonly bytes: string }[];
  return connections.map(({ at, bytes }) => ({ at, bytes: Buffer.from(bytes, 'base64') }));
}
