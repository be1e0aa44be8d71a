'use client';
import type { Alert, HubStatus } from '@hubscope/core/wire';
import { columnIn } from '@hubscope/core/live';
import { memo, useEffect, useRef, useState, type ReactNode } from 'react';
import { Sparkline } from '../../charts/sparkline.js';
import type { OwnHue } from '../../charts/spec.js';
import { apiPath, historyAnswerOf } from '../../live/api.js';
import { useServerNow } from '../../live/use-now.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { historyOf, type History } from '../../time/history.js';
import { firstPlace } from '../../time/place.js';
import { usePlaces } from '../../time/use-place.js';
import { grade } from '../grade.js';
import { PlaceLink } from '../place-link.js';
import { useAsked } from '../use-asked.js';
import { scoreOf, verdictOf } from './answers.js';
import { troubleIn } from './trouble.js';
import { showLine, unknown, duration } from '../../words/format.js';
import { commonWords } from '../../words/common.js';
import { hubsWords as words } from '../../words/hubs.js';
import { impactWords } from '../../words/impact.js';
import { pageWords } from '../../words/page.js';

/** How often a tile in sight asks, ms. */
const hourMs = 30_000;
const cells = 60;

const signals: readonly { hue: OwnHue; column: string; unit: string }[] = [
  { hue: 'throughput', column: 'throughput', unit: '' },
  { hue: 'latency', column: 'latency.p95', unit: 'ms' },
  { hue: 'memory', column: 'memory', unit: 'MB' },
  { hue: 'cpu', column: 'cpu', unit: '%' },
];

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

/** What the API says at a path, asked again and again while the tile is in sight; null until it is known. */
function useInSightAsked<T>(path: string | null, inSight: boolean, read: (body: unknown) => T): T | null {
  const { value, again } = useAsked(path, read);
  useWhileSeen(hourMs, inSight ? again : null);
  return value;
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
export const Tile = memo(function Tile({ hub, alerts }: TileProps): ReactNode {
  const [element, inSight] = useInSight();
  const [wanted, setWanted] = useState(false);
  if (inSight && !wanted) setWanted(true);
  const now = useServerNow(inSight && hub.state === 'silent');
  const own = (resource: string, query: Parameters<typeof apiPath>[1] = {}): string | null =>
    wanted ? apiPath(`/hubs/${encodeURIComponent(hub.name)}/${resource}`, query) : null;
  const columns = signals.map(({ column }) => column).join(',');
  const value = useInSightAsked(own('history', { signals: columns, step: 60_000 }), inSight, hourOf);
  const score = useInSightAsked(own('health'), inSight, scoreOf);
  const verdict = useInSightAsked(own('impact'), inSight, verdictOf);
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
        <span className="tile-line">
          <span className="tile-trouble">{trouble.words}</span>
          {verdict !== null && (
            <span>
              {impactWords.title} <b data-verdict={verdict.verdict}>{verdict.words}</b>
            </span>
          )}
          {score !== null && (
            <span>
              {pageWords.health} <b data-grade={grade(score)}>{Math.round(score)}</b>
            </span>
          )}
        </span>
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
