import type { FaultLog } from '@hubscope/core/log';
import type { BurnMemory } from '@hubscope/core/judge';
import type { Records } from '@hubscope/core/record';
import type { Rule, RuleInForce, Silence } from '@hubscope/core/wire';
import { keptIncidents, type KeptIncident } from './incidents.js';
import { keptAlerts, type KeptAlert } from './kept-alerts.js';
import { keptUptime, type KeptCell } from './kept-uptime.js';
import { keptInForce, keptRules } from './rule-book.js';
import { keptSilences } from './silences.js';
import { burns } from './source.js';

/** What the judge knew when it stopped. */
export interface Kept {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly inForce: ReadonlyMap<string, RuleInForce>;
  readonly incidents: ReadonlyMap<string, KeptIncident>;
  readonly silences: ReadonlyMap<string, Silence>;
  readonly alerts: readonly KeptAlert[];
  /** By hub. */
  readonly uptime: Map<string, KeptCell[]>;
  readonly burns: ReadonlyMap<string, BurnMemory>;
}

/** Reads what was kept. What can't be read any more is left where it is, and told. */
export async function loadKept(records: Records, log: FaultLog): Promise<Kept> {
  const unread =
    (collection: string) =>
    (id: string, why: string): void => {
      log.error('a record could not be read', { collection, id, why });
    };
  const uptime = new Map<string, KeptCell[]>();
  for (const cell of (await keptUptime.load(records, unread('uptime'))).values()) {
    const known = uptime.get(cell.hub);
    if (known === undefined) uptime.set(cell.hub, [cell]);
    else known.push(cell);
  }
  const burned = await burns.load(records, unread('burn'));
  return {
    rules: await keptRules.load(records, unread('rules')),
    inForce: await keptInForce.load(records, unread('rules_in_force')),
    incidents: await keptIncidents.load(records, unread('incidents')),
    silences: await keptSilences.load(records, unread('silences')),
    alerts: [...(await keptAlerts.load(records, unread('alerts'))).values()],
    uptime,
    burns: new Map([...burned].map(([id, { memory }]) => [id, memory])),
  };
}
