'use client';
import type { Alert, HubStatus } from '@hubscope/core/wire';
import { useEffect, useSyncExternalStore } from 'react';
import { Store, type Replica } from '@hubscope/core/live';
import { useLiveHidden } from '../live/live-context.js';
import { usePlace } from '../time/use-place.js';
import { pageWords as words } from '../words/page.js';

type AlertPart = Pick<Alert, 'state' | 'acknowledged' | 'threshold'>;
type HubPart = Pick<HubStatus, 'state'>;

/** What a tab is about: one hub, or all of them. */
export interface Shown {
  /** null: none has reported. */
  readonly name: string | null;
  readonly hubs: readonly HubPart[];
  readonly alerts: readonly AlertPart[];
}

/** What the tab's icon shows: the worst that fires and that no one has seen yet, else that a hub has stopped reporting. */
export type Trouble = 'critical' | 'warning' | 'down' | null;

export function troubleOf({ hubs, alerts }: Pick<Shown, 'hubs' | 'alerts'>): Trouble {
  const firing = alerts.filter(({ state, acknowledged }) => state === 'firing' && !acknowledged);
  if (firing.some(({ threshold }) => threshold.severity === 'critical')) return 'critical';
  if (firing.some(({ threshold }) => threshold.severity === 'warning')) return 'warning';
  return hubs.some(({ state }) => state === 'silent') ? 'down' : null;
}

/** `(2) shop · Hubscope`: how many alerts fire, and where; `down · shop · Hubscope` where the hub has stopped reporting. */
export function titleOf({ name, hubs, alerts }: Shown): string {
  const firing = alerts.filter(({ state }) => state === 'firing').length;
  const down = hubs.filter(({ state }) => state === 'silent').length;
  const parts = [
    ...(down === 0 ? [] : [hubs.length > 1 ? words.manyDown(down) : words.down]),
    ...(name === null ? [] : [name]),
    'Hubscope',
  ];
  return `${firing > 0 ? `(${String(firing)}) ` : ''}${parts.join(' · ')}`;
}

/** The alerts of all hubs while they are looked at together; empty else. */
export const everyAlert = new Store<readonly Alert[]>([]);

function shownIn({ hubs, view }: Replica, every: readonly Alert[] | null): Shown {
  if (every !== null) return { name: words.allHubs, hubs: hubs ?? [], alerts: every };
  const status = view?.status ?? null;
  return { name: view?.name ?? null, hubs: status === null ? [] : [status], alerts: view?.alerts ?? [] };
}

const none: readonly Alert[] = [];

/** Keeps the tab's icon to the worst of what is on screen, and answers the tab's title; seen from among twenty tabs. */
export function useTab(): string {
  const all = useSyncExternalStore(everyAlert.subscribe, everyAlert.get, () => none);
  const every = usePlace().view === 'hubs' ? all : null;
  const title = useLiveHidden(({ replica }) => titleOf(shownIn(replica, every)));
  const trouble = useLiveHidden(({ replica }) => troubleOf(shownIn(replica, every)));
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon === null) return;
    icon.dataset['quiet'] ??= icon.href;
    const wanted = trouble === null ? icon.dataset['quiet'] : `/dashboard/icon-${trouble}.svg`;
    const { href } = new URL(wanted, document.baseURI);
    // It is fetched anew whenever it is set.
    if (icon.href !== href) icon.href = href;
  }, [trouble]);
  return title;
}
