import { doctorAnswer, type DoctorAnswer, type Finding } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.js';
import { bundle } from './bundle.js';
import { previewOf } from './mapping-preview.js';
import { acting, table, tell } from './run.js';
import { connects, Server, type ServerOptions } from './server.js';

/** `hubscope doctor`: why is no data seen? Ends with 1 where something must be mended. */
export function doctorCommand(program: Command): void {
  connects(program.command('doctor'))
    .description('Say why no data is seen, and what to do about it')
    .option(
      '--mapping <file>',
      'say what the mapping: of this file would match of the last minute, before it is in force',
    )
    .option(
      '--bundle <file>',
      'write what the server says of itself to a new file, without secrets, for who is asked for help',
    )
    .action(acting(doctor));
}

interface DoctorOptions extends ServerOptions {
  readonly mapping?: string;
  readonly bundle?: string;
}

async function doctor(options: DoctorOptions): Promise<void> {
  if (options.mapping !== undefined) {
    await previewOf(options.mapping, options);
    return;
  }
  if (options.bundle !== undefined) {
    await bundle(options.bundle, options);
    return;
  }
  const answer = await new Server(options).ask(doctorAnswer, '/doctor');
  tell(options.json, answer, () => inWords(answer));
  if (!answer.healthy) process.exitCode = exitCodes.checkFailed;
}

const marks = { error: '✗', warning: '!', info: '·' } as const;

function said({ severity, subject, what, todo, code }: Finding): string {
  return `${marks[severity]} ${subject}: ${what} (${code})\n    ${todo}`;
}

function notCounted(dropped: DoctorAnswer['hubs'][number]['dropped']): string {
  const reasons = Object.entries(dropped).map(([reason, count]) => `${reason} ${String(count)}`);
  return reasons.length === 0 ? '' : `not counted: ${reasons.join(', ')}`;
}

function inWords({ doors, targets, hubs, findings, seconds }: DoctorAnswer): string {
  const arrived = doors.map(({ door, port, requests, refused, senders }) => [
    door,
    port === null ? 'closed' : String(port),
    `${String(requests)} requests`,
    `${String(Object.values(refused).reduce((sum, count) => sum + count, 0))} refused`,
    [...new Set(senders.map(({ agent, address }) => agent.split(' ')[0] ?? address))].slice(0, 3).join(', '),
  ]);
  const pages = targets.map(({ url, up, samples }) => [
    url,
    up === 1 ? 'up' : up === 0 ? 'down' : 'waiting',
    `${String(samples)} samples`,
  ]);
  const seen = hubs.map(({ name, state, processes, operations_from, dropped }) => [
    name,
    state,
    `${String(processes)} processes`,
    operations_from === null ? 'no operations' : `operations from ${operations_from}`,
    notCounted(dropped),
  ]);
  const parts = [
    `In the last ${String(seconds / 60)} minutes:`,
    table(arrived),
    ...(pages.length === 0 ? [] : ['', 'Pages of metrics:', table(pages)]),
    ...(seen.length === 0 ? [] : ['', 'Hubs:', table(seen)]),
    '',
    findings.length === 0 ? 'Nothing is wrong.' : findings.map(said).join('\n'),
  ];
  return parts.join('\n');
}
