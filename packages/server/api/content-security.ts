import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const inlineScript = /<script(?![^>]*\ssrc\s*=)[^>]*>([\s\S]*?)<\/script>/gi;

/** The hashes by which a policy allows the inline scripts of a page (CSP level 3, section 2.3.1). */
export function scriptHashes(html: string): string[] {
  const hashes = [...html.matchAll(inlineScript)]
    .map(([, script]) => script ?? '')
    .filter((script) => script !== '')
    .map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [...new Set(hashes)];
}

/** The inline scripts of every page below a directory. */
export async function scriptHashesBelow(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true });
  const pages = names.filter((name) => name.endsWith('.html'));
  const hashes = await Promise.all(
    pages.map(async (name) => scriptHashes(await readFile(join(directory, name), 'utf8'))),
  );
  return [...new Set(hashes.flat())].sort();
}

/**
 * The policy of the dashboard's pages: scripts of its own and the inline ones that were there when the server started, no
 * others; connections to the server itself only.
 */
export function contentSecurityPolicy(hashes: readonly string[]): string {
  return [
    `default-src 'none'`,
    `script-src 'self' ${hashes.join(' ')}`.trim(),
    // React writes style attributes, which no hash can allow; they carry no script.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
