import { Command, CommanderError } from 'commander';
import { archiveCommands } from './archive/index.js';
import { clientCommands } from './client/index.js';
import { exitCodes } from './exit-codes.js';
import { addSeriesCommands } from './series-commands.js';
import { serve } from './serve.js';
import { version } from './version.js';

function program(): Command {
  const hubscope = new Command('hubscope')
    .description('Live performance monitoring for AI orchestrators')
    .version(version)
    .exitOverride();
  hubscope
    .command('serve')
    .description('Take in telemetry and show it live')
    .option(
      '--config <file>',
      'configuration (default: HUBSCOPE_CONFIG, else ./hubscope.yaml where there is one)',
    )
    .option('--data <folder>', 'where history is kept (default: HUBSCOPE_DATA, else ./data)')
    .option('--demo', 'run the sample hub beside it')
    .option('--insecure', 'listen on a host other than loopback without a key')
    .action(serve);
  addSeriesCommands(hubscope);
  clientCommands(hubscope);
  archiveCommands(hubscope);
  return hubscope;
}

/**
 * Runs a command line.
 * @param argv what follows the program's name
 * @returns when the command is done; a server runs on. The exit code is set on the process.
 */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what was wrong; asking for help is no fault.
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.badUsage;
  }
}
