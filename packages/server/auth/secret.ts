import { createHash, randomBytes } from 'node:crypto';

/** What secrets of each kind begin with, so that a scanner of repositories can find one that got out. */
const prefixes = { key: 'hsk_', session: 'hss_', link: 'hsl_', share: 'hsv_' } as const;

/** A secret that cannot be guessed: 256 random bits. */
export function newSecret(kind: keyof typeof prefixes): string {
  return prefixes[kind] + randomBytes(32).toString('base64url');
}

/**
 * By what a secret is kept and found. It has 256 random bits, so that a plain hash can't be searched; and since it is found by its hash,
 * how long that takes tells nothing about it.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
