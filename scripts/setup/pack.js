/**
 * Readies what the dashboard's build made, once: scripts of the first view are marked, and small files packed, so that the server packs
 * none: `node scripts/setup/pack.js FOLDER`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Kinds of file that are text; fonts and pictures are packed already. */
const text = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest']);
/** By this first line V8 compiles a script's functions on another thread while it loads, and not one by one as they are called. */
const hint = '//# allFunctionsCalledOnLoad\n';

/** Below this a packed file spares nothing, bytes. */
const least = 1024;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
const page = readFileSync(join(folder, 'index.html'), 'utf8');
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !text.has(extname(entry.name))) continue;
  const path = join(entry.parentPath, entry.name);
  let bytes = readFileSync(path);
  if (
    extname(path) === '.js' &&
    page.includes(basename(path)) &&
    !bytes.subarray(0, hint.length).equals(Buffer.from(hint))
  ) {
    bytes = Buffer.concat([Buffer.from(hint), bytes]);
    writeFileSync(path, bytes);
  }
  if (bytes.length < least) continue;
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  const size = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: size }));
}
