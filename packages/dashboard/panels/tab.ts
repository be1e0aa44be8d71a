'use client';
import type { Alert } from '@hubscope/core/wire';
import { useEffect } from 'react';
import { useLive } from '../live/live-context.js';

type Trouble = 'critical' | 'warning' | null;

/** The worst that fires and that no one has seen yet. */
export function troubleOf(alerts: readonly Alert[]): Trouble {
  const firing = alerts.filter(({ state, acknowledged }) => state === 'firing' && !acknowledged);
  if (firing.some(({ threshold }) => threshold.severity === 'critical')) return 'critical';
  return firing.some(({ threshold }) => threshold.severity === 'warning') ? 'warning' : null;
}

/**
 * Keeps the tab's icon to the worst that fires, and answers the tab's title: how many alerts fire, and which hub; seen from among twenty
 * tabs.
 */
export function useTab(): string {
  const name = useLive(({ replica }) => replica.view?.name ?? null);
  const firing = useLive(
    ({ replica }) => replica.view?.alerts.filter(({ state }) => state === 'firing').length ?? 0,
  );
  const trouble = useLive(({ replica }) => troubleOf(replica.view?.alerts ?? []));
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon === null) return;
    icon.dataset['quiet'] ??= icon.href;
    const wanted = trouble === null ? icon.dataset['quiet'] : `/dashboard/icon-${trouble}.svg`;
    const { href } = new URL(wanted, document.baseURI);
    // It is fetched anew whenever it is set.
    if (icon.href !== href) icon.href = href;
  }, [trouble]);
  return `${firing > 0 ? `(${String(firing)}) ` : ''}${name === null ? '' : `${name} · `}Hubscope`;
}
