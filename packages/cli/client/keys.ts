import { accessKey, madeKey, newKey, scope, type AccessKey } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { z } from 'zod';
import { acting, say, table, tell } from './run.js';
import { connects, Refused, Server, type ConnectionOptions } from './server.js';
import { durationMs } from './values.js';

interface CreateOptions extends ConnectionOptions {
  readonly scope: readonly string[];
  readonly hub?: readonly string[];
  readonly for?: string;
}

interface RotateOptions extends ConnectionOptions {
  readonly overlap?: string;
}

/** A moment as tables have it; `none` where there is none. */
export const day = (at: number | null, none: string): string =>
  at === null ? none : new Date(at).toISOString().slice(0, 16).replace('T', ' ');

function tableOf(keys: readonly AccessKey[]): string {
  const head = ['name', 'id', 'may', 'hubs', 'last used', 'ends'];
  const rows = keys.map(({ name, id, scopes, hubs, last_used_at, expires_at }) => [
    name,
    id,
    scopes.join(', '),
    hubs?.join(', ') ?? 'all',
    day(last_used_at, 'never'),
    day(expires_at, 'never'),
  ]);
  return table([head, ...rows]);
}

/** A key by its id, the beginning of it, or its name. @throws Refused where none or several fit */
async function found(server: Server, which: string): Promise<AccessKey> {
  const keys = await server.ask(z.array(accessKey), '/keys');
  const fitting = keys.filter(({ id, name }) => name === which || id.startsWith(which));
  const [key] = fitting;
  if (key === undefined) throw new Refused(`no key is named ${which}, and no id begins so`);
  if (fitting.length > 1)
    throw new Refused(`${String(fitting.length)} keys are named ${which}: name one by its id`);
  return key;
}

const once = 'This is the only time that it is told.';

/** `hubscope keys`: who may send telemetry, look, operate. */
export function keysCommand(program: Command): void {
  const keys = program.command('keys').description('Keys of a server that asks for them');
  connects(keys.command('list'))
    .description('All keys, without their secrets')
    .action(
      acting(async (options: ConnectionOptions) => {
        const all = await new Server(options).ask(z.array(accessKey), '/keys');
        tell(options.json, all, () => (all.length === 0 ? 'no keys' : tableOf(all)));
      }),
    );
  connects(keys.command('create'))
    .description('Make a key and tell its secret')
    .argument('<name>')
    .requiredOption('--scope <scope...>', `what it may do: ${scope.options.join(', ')}`)
    .option('--hub <hub...>', 'the hubs that it is for, by name or glob (default: all)')
    .option('--for <time>', 'how long it is good, for instance 90d (default: for good)')
    .action(
      acting(async (name: string, options: CreateOptions) => {
        const asked = newKey.safeParse({
          name,
          scopes: options.scope,
          hubs: options.hub ?? null,
          expires_in: options.for === undefined ? null : durationMs('--for', options.for) / 1000,
        });
        if (!asked.success) throw new Refused(z.prettifyError(asked.error));
        const made = await new Server(options).ask(madeKey, '/keys', 'POST', asked.data);
        tell(options.json, made, () => `${made.secret}\n${once}`);
      }),
    );
  connects(keys.command('rotate'))
    .description('Give a key another secret')
    .argument('<key>', 'its name, or its id or the beginning of it')
    .option('--overlap <time>', 'how long the secret before stays good (default: not at all)')
    .action(
      acting(async (which: string, options: RotateOptions) => {
        const server = new Server(options);
        const { id } = await found(server, which);
        const overlap = options.overlap === undefined ? 0 : durationMs('--overlap', options.overlap) / 1000;
        const made = await server.ask(madeKey, `/keys/${id}/rotate`, 'POST', { overlap });
        tell(options.json, made, () => `${made.secret}\n${once}`);
      }),
    );
  connects(keys.command('revoke'))
    .description('Take a key back: who came in by it is shown out')
    .argument('<key>', 'its name, or its id or the beginning of it')
    .action(
      acting(async (which: string, options: ConnectionOptions) => {
        const server = new Server(options);
        const { id, name } = await found(server, which);
        await server.raw(`/keys/${id}`, { method: 'DELETE' });
        say(`the key ${name} is good no more`);
      }),
    );
}
