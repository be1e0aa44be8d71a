import { createWriteStream } from 'node:fs';
import { Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { acting, tell } from '../client/run.js';
import { Refused, Server, talks, type ServerOptions } from '../client/server.js';
import { moment } from '../client/values.js';
import { Progress } from './progress.js';

interface ExportOptions extends ServerOptions {
  readonly format: string;
  readonly from?: string;
  readonly to?: string;
  readonly step?: string;
  readonly signals?: string;
  readonly components?: string;
  readonly out?: string;
}

const formats = ['csv', 'json', 'parquet'];

/** `hubscope export`: a hub's past as a file, or on standard output. */
export function exportCommand(program: Command): void {
  talks(program.command('export'))
    .description("Write a hub's history as CSV, JSON Lines or Parquet")
    .option('--format <format>', formats.join(', '), 'csv')
    .option('--from <moment>', '-1h, or a date (default: an hour before --to)')
    .option('--to <moment>', 'now, -10m, or a date (default: now)')
    .option('--step <seconds>', 'seconds a row (default: 1)')
    .option('--signals <names>', 'columns with commas between, as throughput,latency.p95 (default: all)')
    .option('--components <glob>', 'components instead of the hub: agent:*')
    .option('--out <file>', 'the file (default: standard output)')
    .action(
      acting(async (options: ExportOptions) => {
        if (!formats.includes(options.format)) throw new Refused(`--format is one of ${formats.join(', ')}`);
        const server = new Server(options);
        const query = new URLSearchParams({ hub: await server.hub(options), format: options.format });
        const now = Date.now();
        if (options.from !== undefined) query.set('from', String(moment('--from', options.from, now)));
        if (options.to !== undefined) query.set('to', String(moment('--to', options.to, now)));
        if (options.step !== undefined) query.set('step', String(1000 * Number(options.step)));
        if (options.signals !== undefined) query.set('signals', options.signals);
        if (options.components !== undefined) query.set('components', options.components);
        const response = await server.raw(`/export?${query.toString()}`);
        const progress = new Progress('exported', null);
        const counted = new Transform({
          transform(chunk: Buffer, _encoding, done): void {
            progress.add(chunk.length);
            done(null, chunk);
          },
        });
        const to: Writable = options.out === undefined ? process.stdout : createWriteStream(options.out);
        await pipeline(bodyOf(response), counted, to, { end: options.out !== undefined });
        progress.done();
        const { out } = options;
        if (out !== undefined) {
          tell(options.json, { file: out, bytes: progress.bytes }, () => `written to ${out}`);
        }
      }),
    );
}

/** The answer's bytes as they come. */
function bodyOf(response: Response): Readable {
  const { body } = response;
  if (body === null) return Readable.from([]);
  async function* chunks(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  }
  return Readable.from(chunks(body.getReader()));
}
