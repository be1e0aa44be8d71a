import { readFile, writeFile } from 'node:fs/promises';
import { baseline, baselineFile, type Baseline } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { z } from 'zod';
import { acting, say, table, tell } from './run.js';
import { Refused, Server, talks, type ServerOptions } from './server.js';
import { durationMs, moment } from './values.js';

interface CaptureOptions extends ServerOptions {
  readonly from?: string;
  readonly to?: string;
  readonly last?: string;
}

interface ExportOptions extends ServerOptions {
  readonly output?: string;
}

function words({ id, name, hub, from, to, quality }: Baseline): string {
  const span = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
  const steady = quality.steady === null ? '' : quality.steady ? ', steady' : ', not steady';
  const known = `${String(quality.known_seconds)} of ${String(quality.seconds)} s known${steady}`;
  return [`${name}  (${id})`, `${hub}, ${span}`, `${quality.grade}: ${known}`, ...quality.advice].join('\n');
}

async function found(server: Server, idOrName: string, { hub }: ServerOptions): Promise<Baseline> {
  const query = hub === undefined ? '' : `?hub=${encodeURIComponent(hub)}`;
  return server.ask(baseline, `/baselines/${encodeURIComponent(idOrName)}${query}`);
}

async function capture(name: string, options: CaptureOptions): Promise<void> {
  const server = new Server(options);
  const now = Date.now();
  const to = options.to === undefined ? now : moment('--to', options.to, now);
  const last = durationMs('--last', options.last ?? '5m');
  const from = options.from === undefined ? to - last : moment('--from', options.from, now);
  const body = { hub: await server.hub(options), name, from, to };
  const made = await server.ask(baseline, '/baselines', 'POST', body);
  tell(options.json, made, () => words(made));
}

async function list(options: ServerOptions): Promise<void> {
  const server = new Server(options);
  const query = options.hub === undefined ? '' : `?hub=${encodeURIComponent(options.hub)}`;
  const all = await server.ask(z.array(baseline), `/baselines${query}`);
  tell(options.json, all, () =>
    all.length === 0
      ? 'no baseline is kept'
      : table([
          ['NAME', 'HUB', 'FROM', 'SECONDS', 'QUALITY'],
          ...all.map(({ name, hub, from, quality }) => [
            name,
            hub,
            new Date(from).toISOString(),
            String(quality.seconds),
            quality.grade,
          ]),
        ]),
  );
}

async function show(name: string, options: ServerOptions): Promise<void> {
  const one = await found(new Server(options), name, options);
  tell(options.json, one, () => words(one));
}

async function exportTo(name: string, options: ExportOptions): Promise<void> {
  const server = new Server(options);
  const { id } = await found(server, name, options);
  const file = await server.ask(baselineFile, `/baselines/${id}/export`);
  if (options.output === undefined) {
    say(JSON.stringify(file));
    return;
  }
  await writeFile(options.output, `${JSON.stringify(file)}\n`);
  tell(options.json, file.baseline, () => `${file.baseline.name} is in ${options.output ?? ''}`);
}

async function importFrom(file: string, options: ServerOptions): Promise<void> {
  const server = new Server(options);
  const parsed = baselineFile.safeParse(await json(file));
  if (!parsed.success) throw new Refused(`${file} is no baseline that was exported`);
  const made = await server.ask(baseline, '/baselines/import', 'POST', parsed.data);
  tell(options.json, made, () => words(made));
}

async function json(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Refused(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function remove(name: string, options: ServerOptions): Promise<void> {
  const server = new Server(options);
  const { id } = await found(server, name, options);
  const gone = await server.ask(baseline, `/baselines/${id}`, 'DELETE');
  tell(options.json, gone, () => `${gone.name} is deleted`);
}

/** `hubscope baseline …`: named stretches of history, kept for comparison. */
export function baselineCommand(program: Command): void {
  const group = program.command('baseline').description('Stretches of history that are kept to compare with');
  talks(group.command('capture'))
    .description('Keep a stretch: the last 5 minutes unless told')
    .argument('<name>')
    .option('--from <moment>', 'its begin: -10m, or a date')
    .option('--to <moment>', 'its end (default: now)')
    .option('--last <duration>', 'its length where --from is not given (default: 5m)')
    .action(acting(capture));
  talks(group.command('list')).description('All that are kept').action(acting(list));
  talks(group.command('show')).description('One, by name or id').argument('<name>').action(acting(show));
  talks(group.command('export'))
    .description('One with its points, as a file')
    .argument('<name>')
    .option('-o, --output <file>', 'where to (default: standard output)')
    .action(acting(exportTo));
  talks(group.command('import'))
    .description('Keep one that was exported')
    .argument('<file>')
    .action(acting(importFrom));
  talks(group.command('delete')).description('Forget one').argument('<name>').action(acting(remove));
}
