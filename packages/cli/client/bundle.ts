import { writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { version } from '../version.js';
import { say } from './run.js';
import { Refused, Server, Unreachable, type ConnectionOptions } from './server.js';

/** What is asked of the server, and how it is called in the bundle. Channels are not: they are made of secrets. */
const parts = {
  health: '/healthz',
  ready: '/readyz',
  metrics: '/metrics',
  doctor: '/api/v1/doctor',
  hubs: '/api/v1/hubs',
  storage: '/api/v1/storage',
  alerts: '/api/v1/alerts',
} as const;

/** A part that is longer is cut, letters. */
const longest = 2_000_000;

/**
 * Secrets that the server makes: `hs`, a letter for the kind, `_`. Every letter counts, so that a kind that is new is left out too.
 */
const secrets = /\bhs[a-z]_[\w-]+/g;

/** A text without what opens doors: keys, sessions, links, credentials and queries of addresses, and addresses of people. */
export function redacted(text: string): string {
  return text
    .replace(secrets, '[redacted]')
    .replace(/\b(bearer|basic)(\s+)[\w+/.~=-]{8,}/gi, '$1$2[redacted]')
    .replace(/(\w:\/\/)[^\s/@"]+@/g, '$1[redacted]@')
    .replace(/(https?:\/\/[^\s"?]{1,2000})\?[^\s"]+/g, '$1?[redacted]')
    .replace(/\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b/g, '[redacted]');
}

async function told(server: Server, path: string): Promise<unknown> {
  try {
    const text = redacted((await (await server.at(path)).text()).slice(0, longest));
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  } catch (error) {
    // That a part can't be had is a finding too.
    if (error instanceof Refused || error instanceof Unreachable) return { missing: redacted(error.message) };
    throw error;
  }
}

/**
 * Writes a file for whoever is asked for help: what the server says of itself, without secrets.
 * @throws Unreachable where there is no server
 * @throws Refused where the file can't be written; one that is there is left as it is
 */
export async function bundle(file: string, options: ConnectionOptions): Promise<void> {
  const server = new Server(options);
  await server.at(parts.health);
  const asked = await Promise.all(
    Object.entries(parts).map(async ([name, path]) => [name, await told(server, path)] as const),
  );
  const machine = {
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    cpus: cpus().length,
    memory_mb: Math.round(totalmem() / 1e6),
  };
  const whole = {
    made: new Date().toISOString(),
    command: { version, ...machine },
    ...Object.fromEntries(asked),
  };
  try {
    writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new Refused(`${file} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  say(
    `${file} holds what the server says of itself: no keys, no channels, no telemetry. Read it before you pass it on.`,
  );
}
