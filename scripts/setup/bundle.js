/** Makes one file of each part that runs by itself: far fewer modules to find, read and keep in memory than there are in the packages. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { neverLoaded, withBinary } from './externals.js';
import { root } from './root.js';

const cli = join(root, 'packages', 'cli');
const server = join(root, 'packages', 'server', 'dist');
const out = join(cli, 'out');

/**
 * One letter beyond Latin-1 makes V8 keep the whole source with two bytes a letter. Such letters stand in strings, templates and
 * patterns, where an escape says the same.
 * @type {import('rolldown').Plugin}
 */
const latin = {
  name: 'latin',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replace(
        /[^\0-\xff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

const bundle = await rolldown({
  input: {
    main: join(cli, 'dist', 'main.js'),
    // Loaded before all else.
    heap: join(cli, 'dist', 'heap.js'),
    // Found beside what starts them.
    process: join(server, 'store', 'duckdb', 'process.js'),
    'changes-worker': join(server, 'impact', 'changes-worker.js'),
    'watchdog-thread': join(server, 'watchdog', 'watchdog-thread.js'),
  },
  platform: 'node',
  external: [...withBinary, ...neverLoaded],
  plugins: [latin],
  onLog(level, log, say) {
    // Dependencies of dependencies may do as they like.
    if (log.code !== 'EVAL') say(level, log);
  },
});
rmSync(out, { recursive: true, force: true });
await bundle.write({
  dir: out,
  format: 'esm',
  chunkFileNames: '[name]-[hash].js',
  keepNames: true,
  // Without comments and white space, and with every name as it was: what an error's stack names can be found.
  minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
});
await bundle.close();
