import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { acting, tell } from '../client/run.js';
import { Refused, Server, talks, type ServerOptions } from '../client/server.js';
import { Progress } from './progress.js';

interface ImportOptions extends ServerOptions {
  readonly format?: string;
  readonly signal?: string;
  readonly factor?: string;
}

const formats: Readonly<Record<string, string>> = {
  csv: 'csv',
  jsonl: 'json',
  ndjson: 'json',
  parquet: 'parquet',
};

/** What a file of that name and content is: an answer of Prometheus is one JSON object, an export has one a line. */
function formatOf(source: string, body: Uint8Array): string {
  const named = formats[/\.(\w+)$/.exec(source)?.[1] ?? ''];
  if (named !== undefined) return named;
  const head = new TextDecoder().decode(body.subarray(0, 1000)).trimStart();
  if (!head.startsWith('{')) return 'csv';
  return /^\{\s*"time"/.test(head) ? 'json' : 'prometheus';
}

const answer = z.object({
  hub: z.string(),
  points: z.number(),
  from: z.number(),
  to: z.number(),
  ignored: z.array(z.string()),
});

/** A file's bytes, or those of an address: a Prometheus' `query_range`. */
async function bytesOf(source: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!/^https?:\/\//.test(source)) {
    const found = await stat(source).catch(() => null);
    if (found?.isFile() !== true) throw new Refused(`${source}: there is no such file`);
    return new Uint8Array(await readFile(source));
  }
  const response = await fetch(source).catch((error: unknown) => {
    throw new Refused(`${source} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (!response.ok) throw new Refused(`${source} answered ${String(response.status)}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** `hubscope import FILE`: a file becomes a hub's past. */
export function importCommand(program: Command): void {
  talks(program.command('import'))
    .description("Take a file in as a hub's past: CSV, JSON Lines, Parquet, or a Prometheus range")
    .argument('<file>', 'the file, or the address of a query_range')
    .option('--format <format>', 'csv, json, parquet or prometheus (default: by name and content)')
    .option('--signal <name>', 'prometheus: the signal that its series is')
    .option('--factor <number>', "prometheus: multiplies into the signal's unit")
    .action(
      acting(async (source: string, options: ImportOptions) => {
        const server = new Server(options);
        const body = await bytesOf(source);
        const format = options.format ?? formatOf(source, body);
        const query = new URLSearchParams({ hub: options.hub ?? (await server.hub(options)), format });
        if (options.signal !== undefined) query.set('signal', options.signal);
        if (options.factor !== undefined) query.set('factor', options.factor);
        const progress = new Progress('imported', body.length);
        const response = await server.raw(`/import?${query.toString()}`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body,
        });
        progress.add(body.length);
        progress.done();
        const taken = answer.parse(await response.json());
        tell(options.json, taken, () => {
          const ignored = taken.ignored.length === 0 ? '' : `; not taken in: ${taken.ignored.join(', ')}`;
          return `${String(taken.points)} points of ${taken.hub}${ignored}`;
        });
      }),
    );
}
