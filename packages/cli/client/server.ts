import { problem } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { z } from 'zod';

/** How long one answer may take, ms: a comparison of a day reads all of it. */
const answerWithinMs = 60_000;

/** The server can't be reached. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** The server refused what was asked, or the command line asks for nothing that can be done. */
export class Refused extends Error {
  override readonly name: string = 'Refused';
}

/** What every command that talks to a server can be told. */
export interface ConnectionOptions {
  readonly server?: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** The same of a command that is about one hub. */
export interface ServerOptions extends ConnectionOptions {
  readonly hub?: string;
}

/** Gives a command the options of all that talk to a server. */
export function connects(command: Command): Command {
  return command
    .option('--server <url>', 'the server (default: HUBSCOPE_URL, else http://localhost:8081)')
    .option('--key <key>', 'a key of that server, where it asks for one (default: HUBSCOPE_KEY)')
    .option('--json', 'answer in JSON');
}

/** The same, and which hub is meant. */
export function talks(command: Command): Command {
  return connects(command).option('--hub <name>', 'the hub (default: the busiest)');
}

const hubs = z.array(z.looseObject({ name: z.string() }));

/** Where the server is, without a slash at the end. @throws Refused where that is no http address */
export function addressOf({ server }: ConnectionOptions): string {
  const url = server ?? process.env['HUBSCOPE_URL'] ?? 'http://localhost:8081';
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new Refused(`--server ${url} is no http address`);
  return url.replace(/\/+$/, '');
}

/** What shows the server who asks; nothing where there is no key. @throws Refused where the key can't be one */
export function credentialsOf({ key }: ServerOptions): Readonly<Record<string, string>> {
  const secret = key ?? process.env['HUBSCOPE_KEY'] ?? '';
  if (secret === '') return {};
  if (!/^[\x21-\x7e]+$/.test(secret)) throw new Refused('--key holds letters that no key has');
  return { authorization: `Bearer ${secret}` };
}

/** A Hubscope server, spoken to over its HTTP API. */
export class Server {
  readonly #base: string;
  readonly #credentials: Readonly<Record<string, string>>;

  constructor(options: ConnectionOptions) {
    this.#base = addressOf(options);
    this.#credentials = credentialsOf(options);
  }

  /**
   * @throws Unreachable where there is no answer, or none of a Hubscope
   * @throws Refused with the server's own words
   */
  async ask<T>(schema: z.ZodType<T>, path: string, method = 'GET', body?: unknown): Promise<T> {
    const url = `${this.#base}/api/v1${path}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        signal: AbortSignal.timeout(answerWithinMs),
        headers: {
          ...this.#credentials,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      throw new Unreachable(`${this.#base} can't be reached: ${reasonOf(error)}`);
    }
    const json = parsed(text);
    if (!response.ok) {
      const refused = problem.safeParse(json);
      if (refused.success) throw new Refused(`${refused.data.detail} (${refused.data.code})`);
      throw new Unreachable(`${url} answered ${String(response.status)}: is that a Hubscope?`);
    }
    const answer = schema.safeParse(json);
    if (!answer.success) throw new Unreachable(`${url} answered what this version does not understand`);
    return answer.data;
  }

  /**
   * Sends and receives bytes of any length.
   * @throws Unreachable, Refused
   */
  raw(path: string, init: RequestInit = {}): Promise<Response> {
    return this.at(`/api/v1${path}`, init);
  }

  /** The same of any path of the server. */
  async at(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      const headers = new Headers(init.headers);
      for (const [name, value] of Object.entries(this.#credentials)) headers.set(name, value);
      response = await fetch(this.#base + path, { ...init, headers });
    } catch (error) {
      throw new Unreachable(`${this.#base} can't be reached: ${reasonOf(error)}`);
    }
    if (response.ok) return response;
    const refused = problem.safeParse(parsed(await response.text()));
    if (refused.success) throw new Refused(`${refused.data.detail} (${refused.data.code})`);
    throw new Unreachable(`${this.#base} answered ${String(response.status)}: is that a Hubscope?`);
  }

  /** The hub that is meant: the named one, else the busiest. @throws Refused where there is none */
  async hub({ hub }: ServerOptions): Promise<string> {
    if (hub !== undefined) return hub;
    const [busiest] = await this.ask(hubs, '/hubs');
    if (busiest === undefined) throw new Refused('the server has seen no hub yet');
    return busiest.name;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What made a request fail; the cause says more than "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : error.message;
}
