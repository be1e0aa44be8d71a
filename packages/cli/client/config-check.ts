import { existsSync } from 'node:fs';
import { ConfigError, loadConfig } from '@hubscope/server';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.js';
import { tell } from './run.js';

interface CheckOptions {
  readonly config?: string;
  readonly json?: boolean;
}

async function faultsOf(file: string | null): Promise<string[]> {
  try {
    await loadConfig(file, process.env);
    return [];
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!(error instanceof ConfigError) && !missing) throw error;
    return error.message.split('\n');
  }
}

/** `hubscope config check`: whether the configuration and the environment can be used. */
export function configCommand(program: Command): void {
  program
    .command('config')
    .description('The configuration')
    .command('check')
    .description('Exit with 1 where the configuration or a variable is wrong, and say what')
    .option('--config <file>', 'the file (default: HUBSCOPE_CONFIG, else ./hubscope.yaml where there is one)')
    .option('--json', 'answer in JSON')
    .action(async ({ config, json }: CheckOptions) => {
      const found = config ?? process.env['HUBSCOPE_CONFIG'];
      const file = found ?? (existsSync('hubscope.yaml') ? 'hubscope.yaml' : null);
      const faults = await faultsOf(file);
      const good = file === null ? 'no file; the environment is good' : `${file} is good`;
      tell(json, { ok: faults.length === 0, file, faults }, () =>
        faults.length === 0 ? good : faults.join('\n'),
      );
      process.exitCode = faults.length === 0 ? exitCodes.done : exitCodes.checkFailed;
    });
}
