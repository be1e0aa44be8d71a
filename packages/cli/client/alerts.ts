import { userInfo } from 'node:os';
import { alert, silence, type Alert } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { z } from 'zod';
import { acting, table, tell } from './run.js';
import { Refused, Server, type ServerOptions } from './server.js';
import { durationMs, moment } from './values.js';

interface AckOptions extends ServerOptions {
  readonly by?: string;
  readonly note?: string;
  readonly undo?: boolean;
}

interface SilenceOptions extends ServerOptions {
  readonly rule?: string;
  readonly component?: string;
  readonly signal?: string;
  readonly severity?: string;
  readonly for?: string;
  readonly until?: string;
  readonly from?: string;
  readonly repeat?: string;
  readonly repeatUntil?: string;
  readonly by?: string;
  readonly comment?: string;
}

/** `hubscope alerts`: what fires, who has seen it, and what is to be quiet. */
export function alertsCommand(program: Command): void {
  const alerts = program.command('alerts').description('List, acknowledge and silence alerts');
  reaches(alerts.command('list'))
    .description('What approaches, waits, fires, or has resolved in the last hour')
    .option('--hub <name>', 'of one hub (default: all)')
    .action(acting(list));
  reaches(alerts.command('ack'))
    .description('Acknowledge an alert that fires')
    .argument('<id>', 'as the list shows it, or its beginning')
    .option('--by <name>', 'who has seen it (default: you)')
    .option('--note <text>')
    .option('--undo', 'take an acknowledgement back')
    .action(acting(acknowledge));
  reaches(alerts.command('silence'))
    .description('Mute alerts for a time; at least one of what they are to fit is named, as a glob')
    .option('--rule <glob>', 'the rule’s name')
    .option('--hub <glob>')
    .option('--component <glob>', 'kind:name')
    .option('--signal <glob>', 'the column, as latency.p95')
    .option('--severity <severity>', 'info, warning or critical')
    .option('--for <duration>', 'how long (default: 1h)')
    .option('--until <moment>', 'when it ends, in place of --for')
    .option('--from <moment>', 'when it begins: now, or a date for a planned window (default: now)')
    .option('--repeat <how>', 'comes again: daily or weekly')
    .option('--repeat-until <moment>', 'does not come again from then on')
    .option('--by <name>', 'who mutes them (default: you)')
    .option('--comment <text>')
    .action(acting(mute));
}

function reaches(command: Command): Command {
  return command
    .option('--server <url>', 'the server (default: HUBSCOPE_URL, else http://localhost:8081)')
    .option('--json', 'answer in JSON');
}

/** Who sits at this terminal, as far as the system knows. */
export function you(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}

/** A server has no more alerts than that. */
const limit = '50000';

async function all(server: Server, hub: string | undefined): Promise<Alert[]> {
  const query = new URLSearchParams(hub === undefined ? { limit } : { hub, limit });
  return server.ask(z.array(alert), `/alerts?${query.toString()}`);
}

async function list(options: ServerOptions): Promise<void> {
  const rank = ['firing', 'pending', 'approaching', 'resolved', 'inactive'];
  const found = (await all(new Server(options), options.hub)).sort(
    (a, b) => rank.indexOf(a.state) - rank.indexOf(b.state) || b.triggered_at - a.triggered_at,
  );
  tell(options.json, found, () => {
    if (found.length === 0) return 'no alerts';
    const rows = found.map((each) => [
      each.state,
      each.threshold.severity,
      each.hub,
      each.threshold.name,
      `${each.message}${seen(each)}`,
      each.id,
    ]);
    return table(rows);
  });
}

function seen({ acknowledged, acknowledged_by, silenced_by, inhibited_by }: Alert): string {
  if (acknowledged) return ` (seen${acknowledged_by === null ? '' : ` by ${acknowledged_by}`})`;
  if (typeof silenced_by === 'string') return ' (silenced)';
  return typeof inhibited_by === 'string' ? ' (hidden by another)' : '';
}

async function acknowledge(id: string, options: AckOptions): Promise<void> {
  const server = new Server(options);
  const meant = (await all(server, undefined)).filter((each) => each.id.startsWith(id));
  if (meant.length > 1) throw new Refused(`${id} is the beginning of ${String(meant.length)} alerts`);
  const by = options.by ?? you() ?? undefined;
  const path = `/alerts/${encodeURIComponent(meant[0]?.id ?? id)}/${options.undo === true ? 'un' : ''}acknowledge`;
  const answer = await server.ask(
    alert,
    path,
    'POST',
    options.undo === true ? { by } : { by, note: options.note },
  );
  tell(options.json, answer, () => {
    const { threshold, hub, acknowledged, acknowledged_by } = answer;
    const state = acknowledged
      ? `acknowledged by ${acknowledged_by ?? 'nobody by name'}`
      : 'not acknowledged';
    return `${threshold.name} on ${hub} is ${state}`;
  });
}

async function mute(options: SilenceOptions): Promise<void> {
  const { rule, hub, component, signal, severity, comment } = options;
  const matcher = { rule, hub, component, signal, severity };
  if (Object.values(matcher).every((each) => each === undefined))
    throw new Refused('name what is to be muted: --rule, --hub, --component, --signal or --severity');
  if (options.for !== undefined && options.until !== undefined)
    throw new Refused('either --for or --until says how long');
  if (options.repeatUntil !== undefined && options.repeat === undefined)
    throw new Refused('--repeat-until ends what --repeat begins');
  const now = Date.now();
  const at = (name: string, text: string | undefined): number | undefined =>
    text === undefined ? undefined : moment(name, text, now);
  const ends = at('--until', options.until);
  const made = await new Server(options).ask(silence, '/silences', 'POST', {
    matcher,
    ...(ends === undefined
      ? { duration: durationMs('--for', options.for ?? '1h') / 1000 }
      : { ends_at: ends }),
    ...(options.from === 'now' ? {} : { starts_at: at('--from', options.from) }),
    repeat: options.repeat,
    repeat_until: at('--repeat-until', options.repeatUntil),
    by: options.by ?? you() ?? undefined,
    comment,
  });
  tell(options.json, made, () => {
    const [from, to] = [made.starts_at, made.ends_at].map((each) => new Date(each).toISOString());
    const until = made.repeat_until === null ? '' : ` until ${new Date(made.repeat_until).toISOString()}`;
    const again = made.repeat === null ? '' : `, ${made.repeat}${until}`;
    return `silence ${made.id} from ${from ?? ''} to ${to ?? ''}${again}`;
  });
}
