import { request as requestPlain, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { later, refused, taken, type Answer } from '../channel.js';
import { addressesOf, bareHost, type Address, type Resolve } from './address.js';

/** How much of an answer is read, bytes; what comes beyond is not waited for. */
const maxAnswerBytes = 65_536;
/** The longest time that the other side may ask for, ms. */
const maxRetryAfterMs = 3_600_000;

/** How far a channel may reach, and whom it trusts. */
export interface Reach {
  readonly allowInternal: boolean;
  /** PEM; null: the usual authorities alone. */
  readonly ca: string | null;
  readonly resolve: Resolve;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The first 64 KiB. */
  readonly body: string;
}

/** Answers a name with the addresses that were looked at, whatever it stands for by now. */
export function pinned(addresses: readonly Address[]): LookupFunction {
  return (_name, options, done) => {
    const [first] = addresses;
    if (options.all === true) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family);
  };
}

/** The authorities that are trusted: the usual ones and one's own. */
export function trusted(ca: string | null): { ca?: string[] } {
  return ca === null ? {} : { ca: [...rootCertificates, ca] };
}

/**
 * Posts to an address over a connection of its own. Redirects are not followed.
 * @throws InternalAddress where it may not go there, or what the network says
 */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { allowInternal, ca, resolve }: Reach,
  signal: AbortSignal,
): Promise<Reply> {
  const target = new URL(url);
  const addresses = await addressesOf(bareHost(target.hostname), allowInternal, resolve);
  signal.throwIfAborted();
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    lookup: pinned(addresses),
    signal,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Hubscope',
      ...headers,
      'content-length': Buffer.byteLength(body),
    },
  };
  return new Promise((resolveReply, reject) => {
    const asked =
      target.protocol === 'https:'
        ? requestSecure(target, { ...options, ...trusted(ca) })
        : requestPlain(target, options);
    asked.once('error', reject);
    asked.once('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const done = (): void => {
        response.destroy();
        const text = Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString('utf8');
        resolveReply({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= maxAnswerBytes) done();
      });
      response.once('end', done);
      response.once('error', reject);
      // A connection that breaks within the answer ends without `end`.
      response.once('close', () => {
        reject(new Error('the connection broke within the answer'));
      });
    });
    asked.end(body);
  });
}

/** How long `Retry-After` (RFC 9110 10.2.3, in seconds or as a date) asks for, ms. */
export function retryAfterMs({ headers }: Reply, now: number): number | null {
  const said = headers['retry-after'];
  if (said === undefined) return null;
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), maxRetryAfterMs) : null;
}

/** Statuses that say that the message is at fault, not the moment nor the configuration. */
const faulty: ReadonlySet<number> = new Set([400, 413, 422]);

/** What an HTTP answer means. A redirect is not followed: the address is to be corrected, and the message waits for that. */
export function answerOf(reply: Reply, now: number): Answer {
  const { status, body } = reply;
  if (status >= 200 && status < 300) return taken(status, body);
  if (faulty.has(status)) return refused(status, body);
  if (status >= 300 && status < 400)
    return later(status, `redirects are not followed: ${reply.headers.location ?? 'to nowhere'}`);
  return later(status, body, retryAfterMs(reply, now));
}
