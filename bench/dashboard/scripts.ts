import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** The built dashboard, seen from the built benchmark. */
const built = fileURLToPath(new URL('../../../packages/dashboard/out/', import.meta.url));

/** Every script of the dashboard that a browser of today loads on any of its pages, each gzipped, kB. */
export function everyScriptKb(): number {
  // A browser of today passes these by.
  const old = new Set(
    [...readFileSync(join(built, 'index.html'), 'utf8').matchAll(/<script[^>]*?>/g)]
      .map(([tag]) => tag)
      .filter((tag) => /nomodule/i.test(tag))
      .map((tag) => /([^/"]+\.js)/.exec(tag)?.[1] ?? ''),
  );
  const files = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.js') && !old.has(file.split(/[\\/]/).at(-1) ?? ''),
  );
  const bytes = files.map((file) => gzipSync(readFileSync(join(built, file)), { level: 9 }).length);
  return bytes.reduce((sum, each) => sum + each, 0) / 1000;
}

/** Scripts that a page has loaded by now, each gzipped, kB. */
export async function loadedKb(urls: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const url of urls) {
    bytes += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length;
  }
  return bytes / 1000;
}
