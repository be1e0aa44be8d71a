import { gravity } from '@hubscope/core/judge';
import type { Millis } from '@hubscope/core/time';
import type { Alert } from '@hubscope/core/wire';

/** Alerts that a frame lists; of the others it says how many they are. */
export const maxListed = 500;
const resolvedStaysMs = 60_000;

/** Alerts as a frame lists them. */
export interface Listed {
  /** Newest first. */
  readonly alerts: readonly Alert[];
  /** How many more there are, none of them graver than those listed. */
  readonly leftOut: number;
}

export const noAlerts: Listed = { alerts: [], leftOut: 0 };

function newestFirst(a: Alert, b: Alert): number {
  return b.triggered_at - a.triggered_at;
}

/** What is approaching, pending or firing of a hub, and what resolved in the last minute. */
export class AlertList {
  readonly #alerts = new Map<string, Alert>();
  #listed: (Listed & { readonly at: Millis }) | null = null;

  put(alert: Alert): void {
    this.#listed = null;
    this.#alerts.delete(alert.id);
    if (alert.state !== 'inactive') this.#alerts.set(alert.id, alert);
  }

  /** How many more there are than a frame lists. */
  leftOut(now: Millis): number {
    return this.#alerts.size <= maxListed ? 0 : this.list(now).leftOut;
  }

  /** What a frame lists now; made anew where something changed, and each second. */
  list(now: Millis): Listed {
    const known = this.#listed;
    if (known !== null && Math.floor(known.at / 1000) === Math.floor(now / 1000)) return known;
    for (const [id, { state, resolved_at: resolved }] of this.#alerts) {
      if (state === 'resolved' && (resolved ?? 0) <= now - resolvedStaysMs) this.#alerts.delete(id);
    }
    const all = [...this.#alerts.values()];
    const alerts = all.length <= maxListed ? all : gravest(all);
    const listed = { alerts: alerts.sort(newestFirst), leftOut: all.length - alerts.length, at: now };
    this.#listed = listed;
    return listed;
  }
}

/** As many as are listed, those of the graver states and severities first, of one kind the newest. */
function gravest(all: readonly Alert[]): Alert[] {
  const kinds = new Map<number, Alert[]>();
  for (const alert of all) {
    const rank = gravity(alert.state, alert.threshold.severity);
    const kind = kinds.get(rank);
    if (kind === undefined) kinds.set(rank, [alert]);
    else kind.push(alert);
  }
  return [...kinds]
    .sort(([a], [b]) => a - b)
    .flatMap(([, kind]) => kind.sort(newestFirst))
    .slice(0, maxListed);
}
