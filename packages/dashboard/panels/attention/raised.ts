import type { Alert } from '@hubscope/core/wire';

/** The alerts of one hub that were firing when they were last looked at, by id, with their severity. */
export interface Known {
  readonly hub: string;
  readonly firing: ReadonlyMap<string, Alert['threshold']['severity']>;
}

export function knownOf(hub: string, alerts: readonly Alert[]): Known {
  const firing = alerts.filter(({ state }) => state === 'firing');
  return { hub, firing: new Map(firing.map(({ id, threshold }) => [id, threshold.severity])) };
}

/**
 * What began to fire, or became critical, since the last look: what somebody who looks elsewhere is to hear of. What fired already when
 * the hub came on screen is none of it, nor is what is muted or acknowledged, nor what only informs.
 */
export function raisedSince(known: Known | null, hub: string, alerts: readonly Alert[]): Alert[] {
  if (known?.hub !== hub) return [];
  return alerts.filter(({ id, state, acknowledged, silenced_by, inhibited_by, threshold: { severity } }) => {
    if (state !== 'firing' || acknowledged || severity === 'info') return false;
    if (typeof silenced_by === 'string' || typeof inhibited_by === 'string') return false;
    const before = known.firing.get(id);
    return before === undefined || (before !== severity && severity === 'critical');
  });
}
