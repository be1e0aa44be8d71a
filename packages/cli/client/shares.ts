import { madeShareLink, newShareLink, shareLink, type ShareLink } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { z } from 'zod';
import { day } from './keys.js';
import { acting, say, table, tell } from './run.js';
import { addressOf, connects, Refused, Server, type ConnectionOptions } from './server.js';
import { durationMs } from './values.js';

interface CreateOptions extends ConnectionOptions {
  readonly hub?: readonly string[];
  readonly for: string;
}

function tableOf(links: readonly ShareLink[]): string {
  const rows = links.map(({ name, id, hubs, created_by, last_used_at, expires_at }) => [
    name,
    id,
    hubs?.join(', ') ?? 'all',
    created_by,
    day(last_used_at, 'never'),
    day(expires_at, 'never'),
  ]);
  return table([['name', 'id', 'hubs', 'by', 'last used', 'ends'], ...rows]);
}

/** `hubscope share`: links by which others look, without a name and until they end. */
export function shareCommand(program: Command): void {
  const share = program.command('share').description('Links by which others may look, until they end');
  connects(share.command('list'))
    .description('All links, without their secrets')
    .action(
      acting(async (options: ConnectionOptions) => {
        const all = await new Server(options).ask(z.array(shareLink), '/shares');
        tell(options.json, all, () => (all.length === 0 ? 'no share links' : tableOf(all)));
      }),
    );
  connects(share.command('create'))
    .description('Make a link and tell it')
    .argument('<name>', 'whom it is for')
    .option('--hub <hub...>', 'the hubs that it shows, by name or glob (default: all)')
    .option('--for <time>', 'how long it is good', '7d')
    .action(
      acting(async (name: string, options: CreateOptions) => {
        const asked = newShareLink.safeParse({
          name,
          hubs: options.hub ?? null,
          expires_in: durationMs('--for', options.for) / 1000,
        });
        if (!asked.success) throw new Refused(z.prettifyError(asked.error));
        const made = await new Server(options).ask(madeShareLink, '/shares', 'POST', asked.data);
        const words = `${addressOf(options)}${made.path}\nThis is the only time that it is told.`;
        tell(options.json, made, () => words);
      }),
    );
  connects(share.command('revoke'))
    .description('Take a link back: who looks by it is shown out')
    .argument('<link>', 'its name, or its id or the beginning of it')
    .action(
      acting(async (which: string, options: ConnectionOptions) => {
        const server = new Server(options);
        const links = await server.ask(z.array(shareLink), '/shares');
        const fitting = links.filter(({ id, name }) => name === which || id.startsWith(which));
        const [link] = fitting;
        if (link === undefined) throw new Refused(`no share link is named ${which}, and no id begins so`);
        if (fitting.length > 1)
          throw new Refused(`${String(fitting.length)} share links are named ${which}: name one by its id`);
        await server.raw(`/shares/${link.id}`, { method: 'DELETE' });
        say(`the share link ${link.name} is good no more`);
      }),
    );
}
