import { alertMemory, copyMemory, digest, type AlertMachine } from '@hubscope/core/judge';
import { Collection, type RecordChange } from '@hubscope/core/record';
import { z } from 'zod';

const keptAlert = z.object({
  rule: z.string(),
  hub: z.string(),
  component: z.string().nullable(),
  memory: alertMemory,
});
export type KeptAlert = z.infer<typeof keptAlert>;

/** What alerts that have fired know: a restart goes on from there. Those that never fired begin anew. */
export const keptAlerts = new Collection('alerts', keptAlert);

/** The id under which an alert is kept: its fingerprint. */
export function fingerprint(machine: AlertMachine): string {
  const { id, hub, component } = machine.watch;
  return digest(JSON.stringify([id, hub, component]));
}

/** Keeps an alert as it is now; one that has nothing to remember is removed. */
export function alertChange(machine: AlertMachine): RecordChange {
  const { watch, memory } = machine;
  const { episode } = memory;
  if (episode?.fired === null || episode?.fired === undefined || memory.state === 'inactive')
    return keptAlerts.remove(fingerprint(machine));
  return keptAlerts.put(fingerprint(machine), {
    rule: watch.id,
    hub: watch.hub,
    component: watch.component,
    memory: copyMemory(memory),
  });
}
