import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { acting, tell } from '../client/run.js';
import { Refused, Server, talks, type ServerOptions } from '../client/server.js';
import { Progress } from './progress.js';

/** What a data folder holds; anything else is not copied. */
const ours = /^(hubscope\.duckdb|\d{10}\.journal)$/;

/** `hubscope backup DIR`: the server copies what it keeps, while it runs. */
export function backupCommand(program: Command): void {
  talks(program.command('backup'))
    .description('Copy all that the server keeps into a new folder, while it runs')
    .argument('<folder>', "a folder on the server's machine, new or empty")
    .action(
      acting(async (given: string, options: ServerOptions) => {
        const folder = resolve(given);
        const made = await new Server(options).ask(z.object({ folder: z.string() }), '/backup', 'POST', {
          folder,
        });
        tell(options.json, made, () => `backed up to ${made.folder}`);
      }),
    );
}

/** `hubscope restore DIR`: a backup becomes a data folder; no server may use that folder. */
export function restoreCommand(program: Command): void {
  program
    .command('restore')
    .description('Make a data folder from a backup')
    .argument('<folder>', 'the backup')
    .option('--data <folder>', 'the data folder, new or empty (default: HUBSCOPE_DATA, else ./data)')
    .option('--json', 'answer in JSON')
    .action(
      acting(async (from: string, options: { readonly data?: string; readonly json?: boolean }) => {
        const to = resolve(options.data ?? process.env['HUBSCOPE_DATA'] ?? './data');
        const names = (await readdir(from).catch(() => [])).filter((name) => ours.test(name));
        if (!names.includes('hubscope.duckdb'))
          throw new Refused(`${from} is no backup: it holds no hubscope.duckdb`);
        await mkdir(to, { recursive: true });
        if ((await readdir(to)).length > 0) {
          throw new Refused(`${to} is not empty: name another folder, or move it away first`);
        }
        const sizes = await Promise.all(names.map(async (name) => (await stat(join(from, name))).size));
        const progress = new Progress(
          'restored',
          sizes.reduce((sum, size) => sum + size, 0),
        );
        for (const [at, name] of names.entries()) {
          await copyFile(join(from, name), join(to, name));
          progress.add(sizes[at] ?? 0);
        }
        progress.done();
        tell(options.json, { folder: to, bytes: progress.bytes }, () => `restored to ${to}`);
      }),
    );
}
