/** Packs what the dashboard's build made, once, so that the server sends small files without packing any: `node scripts/setup/pack.js FOLDER`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Kinds of file that are text; fonts and pictures are packed already. */
const text = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt', '.webmanifest']);
/** Below this a packed file spares nothing, bytes. */
const least = 1024;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !text.has(extname(entry.name))) continue;
  const path = join(entry.parentPath, entry.name);
  const bytes = readFileSync(path);
  if (bytes.length < least) continue;
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  const size = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: size }));
}
