import type { Alert, HubStatus } from '@hubscope/core/wire';
import { hubsWords as words } from '../../words/hubs.js';

type AlertPart = Pick<Alert, 'hub' | 'state' | 'threshold' | 'acknowledged'>;

/** What is worst about a hub, in a word and in words. */
export interface Trouble {
  readonly kind: 'critical' | 'warning' | 'silent' | 'approaching' | 'none';
  readonly words: string;
}

/** What is worst about a hub; `alerts` are its own. */
export function troubleIn(hub: Pick<HubStatus, 'state'>, alerts: readonly AlertPart[]): Trouble {
  const firing = alerts.filter(({ state }) => state === 'firing');
  const worst = firing.find(({ threshold }) => threshold.severity === 'critical') ?? firing[0];
  if (worst !== undefined) {
    const others = firing.length - 1;
    return {
      kind: worst.threshold.severity === 'critical' ? 'critical' : 'warning',
      words:
        words.others(worst.threshold.name, others) + (worst.acknowledged ? `, ${words.acknowledged}` : ''),
    };
  }
  if (hub.state === 'silent') return { kind: 'silent', words: words.stopped };
  const near = alerts.find(({ state }) => state === 'approaching' || state === 'pending');
  if (near !== undefined) return { kind: 'approaching', words: words.near(near.threshold.name) };
  return { kind: 'none', words: hub.state === 'waiting' ? words.nothing : words.quiet };
}

const rank: Readonly<Record<Trouble['kind'], number>> = {
  critical: 0,
  warning: 1,
  silent: 2,
  approaching: 3,
  none: 4,
};

/** The hubs, those in trouble first; among equals they keep their order. */
export function byTrouble<T extends Pick<HubStatus, 'name' | 'state'>>(
  hubs: readonly T[],
  alerts: readonly AlertPart[],
): readonly T[] {
  const own = new Map<string, AlertPart[]>();
  for (const alert of alerts) own.set(alert.hub, [...(own.get(alert.hub) ?? []), alert]);
  return hubs
    .map((hub) => ({ hub, rank: rank[troubleIn(hub, own.get(hub.name) ?? []).kind] }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ hub }) => hub);
}
