import { healthDetail, uptimeAnswer } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { secondsInWords, tenMinutesAt } from './health-seconds.js';
import { healthInWords } from './health-words.js';
import { acting, tell } from './run.js';
import { Server, talks, type ServerOptions } from './server.js';

interface HealthOptions extends ServerOptions {
  readonly at?: string;
}

/** `hubscope health`: how a hub is, and what took points away. */
export function healthCommand(program: Command): void {
  talks(program.command('health'))
    .description('Health with what took points away, uptime of the last 24 hours, error budgets')
    .option('--at <moment>', 'the seconds of the ten minutes in which that lies, as 14:20 or "3h ago"')
    .action(acting(health));
}

async function health(options: HealthOptions): Promise<void> {
  const server = new Server(options);
  const hub = await server.hub(options);
  const path = `/hubs/${encodeURIComponent(hub)}`;
  if (options.at !== undefined) {
    const { from, to } = tenMinutesAt(options.at, Date.now());
    const query = `from=${String(from)}&to=${String(to)}`;
    const answer = await server.ask(uptimeAnswer, `${path}/uptime?${query}`);
    tell(options.json, answer, () => secondsInWords(answer));
    return;
  }
  const answer = await server.ask(healthDetail, `${path}/health`);
  tell(options.json, answer, () => healthInWords(answer));
}
