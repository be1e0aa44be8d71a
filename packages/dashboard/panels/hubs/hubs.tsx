'use client';
import type { Alert } from '@hubscope/core/wire';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { apiPath, listOf } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { everyAlert } from '../tab.js';
import { useAsked } from '../use-asked.js';
import { Tile } from './tile.js';
import { byTrouble } from './trouble.js';
import { hubsWords as words } from '../../words/hubs.js';
import { pageWords } from '../../words/page.js';

/** How often alerts are asked for, ms. */
const alertsMs = 3000;

function alertsOf(body: unknown): readonly Alert[] {
  return listOf<Alert>(body, 'id', 'hub', 'state');
}

const none: readonly Alert[] = [];

/** The alerts of each hub; those of a hub for which nothing has changed are the same array as before. */
function useOwnAlerts(alerts: readonly Alert[]): ReadonlyMap<string, readonly Alert[]> {
  const before = useRef<ReadonlyMap<string, readonly Alert[]>>(new Map());
  const own = useMemo(() => {
    const found = new Map<string, readonly Alert[]>();
    for (const alert of alerts) found.set(alert.hub, [...(found.get(alert.hub) ?? []), alert]);
    for (const [hub, list] of found) {
      const known = before.current.get(hub);
      if (known !== undefined && JSON.stringify(known) === JSON.stringify(list)) found.set(hub, known);
    }
    return found;
  }, [alerts]);
  useEffect(() => {
    before.current = own;
  }, [own]);
  return own;
}

/** All hubs at a glance, those in trouble first. */
export default function Hubs(): ReactNode {
  const hubs = useLive(({ replica }) => replica.hubs) ?? [];
  const alerts = useAsked(apiPath('/alerts'), alertsOf);
  useWhileSeen(alertsMs, alerts.again);
  useEffect(() => {
    everyAlert.set(alerts.value ?? []);
    return () => {
      everyAlert.set([]);
    };
  }, [alerts.value]);
  const [sought, setSought] = useState('');
  const own = useOwnAlerts(alerts.value ?? none);
  const ordered = byTrouble(hubs, alerts.value ?? none).filter(({ name }) =>
    name.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  return (
    <main className="hubs" data-testid="hubs">
      <header>
        <h1>{pageWords.allHubs}</h1>
        <span className="label">{words.troubleFirst(hubs.length)}</span>
        <input
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={sought}
          onChange={(event) => {
            setSought(event.target.value);
          }}
        />
      </header>
      <ul className="tiles">
        {ordered.map((hub) => (
          <Tile key={hub.name} hub={hub} alerts={own.get(hub.name) ?? none} />
        ))}
      </ul>
      {ordered.length === 0 && <p className="calm">{words.none}</p>}
    </main>
  );
}
