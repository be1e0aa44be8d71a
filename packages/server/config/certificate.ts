import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { TlsFiles } from '@hubscope/core/wire';
import { ConfigError } from './load.js';

/** A certificate, with those between it and its authority, and its private key: both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

async function textOf(setting: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `${setting}: ${path} can't be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function certificateOf(path: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new ConfigError(`tls.cert: ${path} holds no certificate in PEM`);
  }
}

function keyOf(path: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new ConfigError(`tls.key: ${path} holds no private key in PEM that is without a passphrase`);
  }
}

/**
 * Reads the certificate and the key of the doors, and sees that they can be used together.
 * @throws ConfigError that names the file at fault
 */
export async function readCertificate(files: TlsFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([textOf('tls.cert', files.cert), textOf('tls.key', files.key)]);
  if (!certificateOf(files.cert, cert).checkPrivateKey(keyOf(files.key, key)))
    throw new ConfigError(`tls: the key in ${files.key} is not that of the certificate in ${files.cert}`);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new ConfigError(`tls: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { cert, key };
}
