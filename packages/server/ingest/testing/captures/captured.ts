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
