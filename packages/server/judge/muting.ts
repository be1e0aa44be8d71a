import type { AlertMachine } from '@hubscope/core/judge';
import type { HubId } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { Alert, Silence } from '@hubscope/core/wire';
import type { Incidents, KeptIncident } from './incidents.js';
import type { Silences } from './silences.js';

/** What keeps an incident from being told. */
export interface Mute {
  readonly silence: Silence | null;
  /** An incident's id, or the word `down`. */
  readonly inhibitedBy: string | null;
}

export const nobody: Mute = { silence: null, inhibitedBy: null };

/** An alert with what mutes its incident. */
export function decorated(alert: Alert, { state, silenced_by, inhibited_by }: KeptIncident): Alert {
  if (state !== 'firing' || (silenced_by === null && inhibited_by === null)) return alert;
  return { ...alert, silenced_by, inhibited_by };
}

/** Who is muted, and by what: silences, a critical incident of the same hub and signal, a hub that is silent. */
export class Muting {
  readonly #clock: Clock;
  readonly #incidents: Incidents;
  readonly #silences: Silences;
  readonly #down = new Set<HubId>();
  /** By hub and signal, an incident that is critical. */
  readonly #critical = new Map<string, ReadonlyMap<string, string>>();

  constructor(clock: Clock, incidents: Incidents, silences: Silences) {
    this.#clock = clock;
    this.#incidents = incidents;
    this.#silences = silences;
  }

  /** Whether a hub is silent: that hides its alerts, but for those that say so. */
  down(hub: HubId, down: boolean): void {
    if (down) this.#down.add(hub);
    else this.#down.delete(hub);
  }

  /** Finds the critical incident of each signal of a hub, as they are now. */
  rank(hub: string): void {
    const critical = new Map<string, string>();
    for (const { id, column, severity } of this.#incidents.open(hub)) {
      if (severity === 'critical') critical.set(signalOf(column), id);
    }
    if (critical.size > 0) this.#critical.set(hub, critical);
    else this.#critical.delete(hub);
  }

  /** Whether nothing can mute any incident of a hub. */
  none(hub: string): boolean {
    const silent = this.#silences.anyActive(this.#clock.now());
    return !silent && !this.#down.has(hub as HubId) && !this.#critical.has(hub);
  }

  /** What mutes an incident now; {@link nobody} where nothing does. */
  of(incident: KeptIncident, machine: AlertMachine): Mute {
    const silence = this.#silences.size === 0 ? null : this.#silences.mutes(incident, this.#clock.now());
    let inhibitedBy: string | null = null;
    if (incident.severity !== 'critical')
      inhibitedBy = this.#critical.get(incident.hub)?.get(signalOf(incident.column)) ?? null;
    const saysSo = machine.memory.value === null && machine.rule.no_data === 'fire';
    if (this.#down.has(machine.hub) && !saysSo) inhibitedBy = 'down';
    return silence === null && inhibitedBy === null ? nobody : { silence, inhibitedBy };
  }

  /** Writes into the incident what mutes it; answers whether that is news. */
  note(incident: KeptIncident, { silence, inhibitedBy }: Mute): boolean {
    const silencedBy = silence?.id ?? null;
    if (incident.silenced_by === silencedBy && incident.inhibited_by === inhibitedBy) return false;
    const at = this.#clock.now();
    const incidents = this.#incidents;
    if (silence !== null && incident.silenced_by !== silencedBy)
      incidents.enter(incident, { at, kind: 'silenced', by: silence.by, text: silence.comment });
    else if (inhibitedBy !== null && incident.inhibited_by !== inhibitedBy) {
      const text =
        inhibitedBy === 'down' ? 'Its hub is silent.' : 'A critical alert of the same signal fires.';
      incidents.enter(incident, { at, kind: 'inhibited', text });
    } else if (silencedBy === null && inhibitedBy === null)
      incidents.enter(incident, { at, kind: 'unmuted' });
    incident.silenced_by = silencedBy;
    incident.inhibited_by = inhibitedBy;
    return true;
  }
}

/** `latency.p95` and `latency` are one signal. */
function signalOf(column: string): string {
  const dot = column.lastIndexOf('.');
  return dot < 0 ? column : column.slice(0, dot);
}
