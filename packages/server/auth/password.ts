import { availableParallelism } from 'node:os';
import type { hash as Hash, verify as Verify } from '@node-rs/argon2';
import { HubscopeError } from '@hubscope/core/wire';

/**
 * Work at once, and what may wait for it: each takes 19 MiB and a CPU for some tens of milliseconds. One CPU is left for the event loop,
 * where there are two.
 */
const atOnce = availableParallelism() > 2 ? 2 : 1;
const mayWait = 22 - atOnce;

let tools: Promise<{ readonly hash: typeof Hash; readonly verify: typeof Verify }> | null = null;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mayWait) throw new HubscopeError('too_many_requests', undefined, 1);
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    // The place goes to who waits longest.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/** Loaded with the first password: most servers are asked for none. */
function argon(): NonNullable<typeof tools> {
  tools ??= import('@node-rs/argon2');
  return tools;
}

/** A password as it is kept: Argon2id with the library's parameters, which are OWASP's first choice (19 MiB, 2 passes, 1 lane). */
export function hashPassword(password: string): Promise<string> {
  return inTurn(async () => (await argon()).hash(password));
}

/**
 * What stands in for the hash of somebody who is not there, so that their absence takes as long as a wrong password. It is of the library's
 * parameters, and of no password: salt and digest are zeros.
 */
const nobody = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** @param hash null: nobody of that name; takes as long, and is false */
export async function isPassword(hash: string | null, password: string): Promise<boolean> {
  const same = await inTurn(async () => (await argon()).verify(hash ?? nobody, password));
  return same && hash !== null;
}
