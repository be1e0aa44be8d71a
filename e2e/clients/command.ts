import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Served } from '../../bench/harness/server.js';

const command = join(
  dirname(createRequire(import.meta.url).resolve('hubscope/package.json')),
  'bin',
  'hubscope.js',
);

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program as a shell would; `hubscope` is the built command. */
export function run(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(file, args, { env: { PATH: process.env['PATH'] ?? '', ...env } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), out: stdout, err: stderr });
    });
  });
}

/** Runs the command line against a server. */
export function hubscope(
  server: Pick<Served, 'api'>,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return run(process.execPath, [command, ...args], { HUBSCOPE_URL: server.api, ...env });
}

/** The command's file, for scripts that call it. */
export const hubscopeFile = command;
