import { readFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { HubscopeError, type Secret } from '@hubscope/core/wire';

/** A file larger than this holds no secret, bytes. */
const maxFileBytes = 65_536;
/** Variables that a channel made by API may name begin so. */
const openPrefix = 'HUBSCOPE_SECRET_';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a secret. It is read anew for each attempt, so that a rotated one is followed.
 * @throws Error that names the reference, never the value
 */
export async function readSecret(secret: Secret, env: Environment): Promise<string> {
  if (typeof secret !== 'string') return secret.value;
  const value = await (secret.startsWith('env:') ? env[secret.slice(4)] : textOf(secret));
  if (value === undefined || value === '') throw new Error(`the secret ${secret} is not there or empty`);
  return value;
}

async function textOf(reference: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(reference.slice('file:'.length), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new Error(`the secret ${reference} can't be read (${code})`, { cause: error });
  }
  if (text.length > maxFileBytes) throw new Error(`the secret ${reference} is over 64 KiB`);
  return text.replace(/\r?\n$/, '');
}

/**
 * Refuses references by which whoever may make channels could read what is none of theirs: the server sends what they name to an
 * address of their choice.
 * @throws HubscopeError `invalid_request`
 */
export function onlyOpenSecrets(settings: object, folder: string): void {
  for (const value of Object.values(settings) as unknown[]) {
    if (typeof value !== 'string') continue;
    if (value.startsWith('env:') && !value.startsWith(`env:${openPrefix}`)) {
      throw new HubscopeError(
        'invalid_request',
        `${value}: a channel made by API may name variables that begin with ${openPrefix}.`,
      );
    }
    if (value.startsWith('file:') && !resolve(value.slice(5)).startsWith(resolve(folder) + sep)) {
      throw new HubscopeError(
        'invalid_request',
        `${value}: a channel made by API may name files in ${folder} (notifications.secrets_folder).`,
      );
    }
  }
}

/** Takes secrets out of a text that somebody else wrote. */
export function without(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    for (const form of new Set([
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ])) {
      clean = clean.replaceAll(form, '•••');
    }
  }
  return clean;
}
