'use client';
import type { Alert, HubStatus } from '@hubscope/core/wire';
import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Sparkline } from '../../charts/sparkline.js';
import type { OwnHue } from '../../charts/spec.js';
import { apiPath, historyAnswerOf, listOf } from '../../live/api.js';
import { columnIn } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { useServerNow } from '../../live/use-now.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { historyOf, type History } from '../../time/history.js';
import { firstPlace } from '../../time/place.js';
import { usePlaces } from '../../time/use-place.js';
import { PlaceLink } from '../place-link.js';
import { everyAlert } from '../tab.js';
import { useAsked } from '../use-asked.js';
import { byTrouble, troubleIn } from './trouble.js';
import { showLine, unknown, duration } from '../../words/format.js';
import { commonWords } from '../../words/common.js';
import { hubsWords as words } from '../../words/hubs.js';
import { pageWords } from '../../words/page.js';

/** How often alerts and the hours of tiles in sight are asked for, ms. */
const alertsMs = 3000;
const hourMs = 30_000;
const cells = 60;

const signals: readonly { hue: OwnHue; column: string; unit: string }[] = [
  { hue: 'throughput', column: 'throughput', unit: '' },
  { hue: 'latency', column: 'latency.p95', unit: 'ms' },
  { hue: 'memory', column: 'memory', unit: 'MB' },
  { hue: 'cpu', column: 'cpu', unit: '%' },
];

function alertsOf(body: unknown): readonly Alert[] {
  return listOf<Alert>(body, 'id', 'hub', 'state');
}

function hourOf(body: unknown): History {
  return historyOf(historyAnswerOf(body));
}

/** Whether an element has come into sight. */
function useInSight(): readonly [React.RefObject<HTMLLIElement | null>, boolean] {
  const element = useRef<HTMLLIElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      setSeen(entry?.isIntersecting === true);
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [element, seen];
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

function stateLine(hub: HubStatus, now: number): string {
  if (hub.state === 'waiting') return commonWords.hubStates.waiting;
  if (hub.state === 'silent' && hub.last_second !== null)
    return words.silentFor(duration(now - (hub.last_second + 1) * 1000));
  const parts = [...(hub.version === null ? [] : [hub.version]), pageWords.instances(hub.instances)];
  return parts.join(' · ');
}

interface TileProps {
  readonly hub: HubStatus;
  readonly alerts: readonly Alert[];
}

/** Of a tile that is out of sight only the name and the trouble stand: they are sought, and read aloud. */
const Tile = memo(function Tile({ hub, alerts }: TileProps): ReactNode {
  const [element, inSight] = useInSight();
  const [wanted, setWanted] = useState(false);
  if (inSight && !wanted) setWanted(true);
  const now = useServerNow(inSight && hub.state === 'silent');
  const path = wanted
    ? apiPath(`/hubs/${encodeURIComponent(hub.name)}/history`, {
        signals: signals.map(({ column }) => column).join(','),
        step: 60_000,
      })
    : null;
  const { value, again } = useAsked(path, hourOf);
  useWhileSeen(hourMs, inSight ? again : null);
  const trouble = troubleIn(hub, alerts);
  const places = usePlaces();
  const place = { ...firstPlace, hub: hub.name };
  return (
    <li ref={element} className="panel tile" data-trouble={trouble.kind} data-testid="tile">
      <PlaceLink to={place}>
        <span className="tile-head">
          <i className="dot" data-state={hub.state} />
          <span className="hub-name">{hub.name}</span>
          <small>{stateLine(hub, now)}</small>
        </span>
        <span className="tile-trouble">{trouble.words}</span>
      </PlaceLink>
      <div
        className="tile-signals"
        role="presentation"
        onClick={() => {
          places.go(place);
        }}
      >
        {(inSight ? signals : []).map(({ hue, column, unit }) => {
          const values = value === null ? [] : (columnIn(value.columns, column) ?? []);
          const newest = hub.state === 'live' ? (values.findLast((each) => each !== null) ?? null) : null;
          return (
            <div key={column}>
              <span className="label">{words.signals[hue]}</span>
              <b>{newest === null ? unknown : showLine(newest, unit)}</b>
              <Sparkline values={values} length={cells} hue={hue} />
            </div>
          );
        })}
      </div>
    </li>
  );
});
