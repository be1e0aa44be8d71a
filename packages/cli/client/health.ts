import { healthDetail } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { healthInWords } from './health-words.js';
import { acting, tell } from './run.js';
import { Server, talks, type ServerOptions } from './server.js';

/** `hubscope health`: how a hub is, and what took points away. */
export function healthCommand(program: Command): void {
  talks(program.command('health'))
    .description('Health with what took points away, uptime of the last 24 hours, error budgets')
    .action(acting(health));
}

async function health(options: ServerOptions): Promise<void> {
  const server = new Server(options);
  const hub = await server.hub(options);
  const answer = await server.ask(healthDetail, `/hubs/${encodeURIComponent(hub)}/health`);
  tell(options.json, answer, () => healthInWords(answer));
}
