import { marker } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { acting, tell } from './run.js';
import { Server, talks, type ServerOptions } from './server.js';
import { moment, target } from './values.js';

interface MarkOptions extends ServerOptions {
  readonly at?: string;
  readonly target?: readonly string[];
}

/** `hubscope mark NAME`: names a moment, with what it is meant to bring. */
export function markCommand(program: Command): void {
  talks(program.command('mark'))
    .description('Name a moment: a deploy, an optimization, a change of configuration')
    .argument('<name>')
    .option('--at <moment>', 'when: now, -10m, or a date (default: now)')
    .option('--target <target...>', 'what it is meant to bring, as "throughput +47%"')
    .action(
      acting(async (name: string, options: MarkOptions) => {
        const server = new Server(options);
        const at = options.at === undefined ? {} : { at: moment('--at', options.at, Date.now()) };
        const targets = (options.target ?? []).map(target);
        const body = {
          hub: await server.hub(options),
          name,
          ...at,
          ...(targets.length > 0 ? { targets } : {}),
        };
        const made = await server.ask(marker, '/markers', 'POST', body);
        tell(
          options.json,
          made,
          () => `marked ${made.name} on ${made.hub} at ${new Date(made.at).toISOString()}`,
        );
      }),
    );
}
