import { Command, CommanderError } from 'commander';
import { exitCodes } from './exit-codes.js';
import type { ServeOptions } from './serve.js';
import { Signals } from './signals.js';
import { version } from './version.js';

/** Gives a command the options of a server. */
function serving(command: Command): Command {
  return command
    .option(
      '--config <file>',
      'configuration (default: HUBSCOPE_CONFIG, else ./hubscope.yaml where there is one)',
    )
    .option('--data <folder>', 'where history is kept (default: HUBSCOPE_DATA, else ./data)')
    .option('--log-format <format>', 'auto, json or text (default: HUBSCOPE_LOG_FORMAT, else auto)')
    .option('--insecure', 'ask nobody for a key, though it listens beyond loopback');
}

/** Starts a server. Signals are listened to before it is loaded, which takes a while. */
async function start(options: ServeOptions): Promise<void> {
  const signals = new Signals();
  await (await import('./serve.js')).serve(options, signals);
}

/** @param serves whether a server is started: it runs for weeks, and the other commands are not loaded into it */
async function program(serves: boolean): Promise<Command> {
  const hubscope = new Command('hubscope')
    .description('Live performance monitoring for AI orchestrators')
    .version(version)
    .exitOverride();
  serving(hubscope.command('serve'))
    .description('Take in telemetry and show it live')
    .option('--demo', 'run the sample hub beside it')
    .action(start);
  serving(hubscope.command('demo'))
    .description('The same, with the sample hub beside it')
    .action((options: ServeOptions) => start({ ...options, demo: true }));
  if (serves) return hubscope;
  (await import('./series-commands.js')).addSeriesCommands(hubscope);
  (await import('./client/index.js')).clientCommands(hubscope);
  (await import('./archive/index.js')).archiveCommands(hubscope);
  (await import('./top/command.js')).topCommand(hubscope);
  return hubscope;
}

/**
 * Runs a command line.
 * @param argv what follows the program's name
 * @returns when the command is done; a server runs on. The exit code is set on the process.
 */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    const hubscope = await program(argv[0] === 'serve' || argv[0] === 'demo');
    await hubscope.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what was wrong; asking for help is no fault.
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.badUsage;
  }
}
