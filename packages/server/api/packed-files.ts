import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the dashboard in Brotli, as it goes out. */
export interface PackedFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/**
 * The files that lie below a directory with a `.br` beside them, by the path under which they are asked for, relative to the directory
 * (`index.html` by the empty path too). A page has a dozen of them, a quarter of a megabyte in all: from memory they are there at once,
 * where the disk and the threads that read it would be asked four times for each.
 */
export async function packedFilesBelow(directory: string): Promise<ReadonlyMap<string, PackedFile>> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = new Map<string, PackedFile>();
  for (const entry of names) {
    if (!entry.isFile() || !entry.name.endsWith('.br')) continue;
    const packed = join(entry.parentPath, entry.name);
    const path = relative(directory, packed).slice(0, -'.br'.length).split(sep).join('/');
    const type = types[extname(path)];
    if (type === undefined) continue;
    const body = await readFile(packed);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const file = { body, type, etag };
    files.set(path, file);
    if (path === 'index.html') files.set('', file);
    else if (path.endsWith('.html')) files.set(path.slice(0, -'.html'.length), file);
  }
  return files;
}
