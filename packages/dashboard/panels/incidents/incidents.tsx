'use client';
import type { IncidentPage, IncidentSummary } from '@hubscope/core/wire';
import { useCallback, useDeferredValue, useState, type ReactNode } from 'react';
import { ApiFault, apiPath, listOf } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { useServerNow } from '../../live/use-now.js';
import { usePlace } from '../../time/use-place.js';
import { PlaceLink } from '../place-link.js';
import { useAsked } from '../use-asked.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { Filters } from './filters.js';
import { IncidentView } from './incident.js';
import { incidentSentence } from './incident-words.js';
import { everything, leavesOut, queryOf } from './sought.js';
import { momentWords } from '../../words/format.js';
import { commonWords } from '../../words/common.js';
import { incidentWords as words } from '../../words/incidents.js';

const pageLength = 50;
/** How often the list is asked for anew, ms: what fires meanwhile comes by itself. */
const everyMs = 5000;

function pageOf(body: unknown): IncidentPage {
  if (typeof body === 'object' && body !== null && 'incidents' in body && 'total' in body)
    return {
      incidents: [...listOf<IncidentSummary>(body.incidents, 'id', 'name')],
      total: Number(body.total),
    };
  throw new ApiFault(commonWords.unreadable, null);
}

/** What fired in the past, newest first, and one of them in full beside it. */
export default function Incidents(): ReactNode {
  const place = usePlace();
  const shownHub = useLive(({ replica }) => replica.view?.name ?? null);
  const [sought, setSought] = useState(everything);
  const [now, setNow] = useState(pageNow);
  const [offset, setOffset] = useState(0);
  const query = useDeferredValue(sought);
  const page = useAsked(
    apiPath('/incidents', { ...queryOf(query, place.hub ?? shownHub, now), limit: pageLength, offset }),
    pageOf,
  );
  const { again } = page;
  useWhileSeen(
    everyMs,
    useCallback(() => {
      setNow(pageNow());
      again();
    }, [again]),
  );
  const found = page.value?.incidents ?? [];
  const total = page.value?.total ?? 0;
  return (
    <main className="incidents" data-testid="incidents">
      <section className="panel incident-list">
        <header>
          <h1>{words.title}</h1>
          <PlaceLink className="link quiet" to={{ ...place, view: 'hub', incident: null }}>
            {words.backToHub}
          </PlaceLink>
        </header>
        <Filters
          sought={sought}
          onChange={(next) => {
            setSought(next);
            setOffset(0);
          }}
        />
        {page.fault !== null && (
          <p className="fault pad" role="alert">
            {page.fault}
          </p>
        )}
        {page.value !== null && found.length === 0 && (
          <p className="calm">{leavesOut(query) ? words.nothingFits : words.nothingFired}</p>
        )}
        <ul>
          {found.map((incident) => (
            <Row
              key={incident.id}
              incident={incident}
              chosen={incident.id === place.incident}
              everyHub={query.all}
            />
          ))}
        </ul>
        {total > pageLength && (
          <nav className="pages" aria-label={words.pages}>
            <button
              type="button"
              className="button"
              disabled={offset === 0}
              onClick={() => {
                setOffset(Math.max(0, offset - pageLength));
              }}
            >
              {words.newer}
            </button>
            <span className="label">
              {words.rows(offset + 1, Math.min(total, offset + pageLength), total)}
            </span>
            <button
              type="button"
              className="button"
              disabled={offset + pageLength >= total}
              onClick={() => {
                setOffset(offset + pageLength);
              }}
            >
              {words.older}
            </button>
          </nav>
        )}
      </section>
      {place.incident === null ? (
        <section className="panel incident-none">
          <p className="calm">{words.choose}</p>
        </section>
      ) : (
        <IncidentView key={place.incident} id={place.incident} />
      )}
    </main>
  );
}

function Row({
  incident,
  chosen,
  everyHub,
}: {
  readonly incident: IncidentSummary;
  readonly chosen: boolean;
  readonly everyHub: boolean;
}): ReactNode {
  const place = usePlace();
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const [opened] = useState(pageNow);
  const serverNow = useServerNow(incident.state === 'firing');
  const now = serverNow === 0 ? opened : serverNow;
  const { state, severity } = incident;
  return (
    <li
      className="alert"
      data-state={state === 'firing' ? 'firing' : 'past'}
      data-severity={severity}
      data-chosen={chosen}
      data-testid="incident-row"
    >
      <i className="edge" aria-hidden="true" />
      <PlaceLink to={{ ...place, view: 'incidents', incident: incident.id }}>
        <span className="incident-head">
          <b>{incident.name}</b>
          <span className="tag" data-severity={state === 'firing' ? severity : undefined}>
            {commonWords.severities[severity]}
            {state === 'firing' && `, ${commonWords.alertStates.firing}`}
          </span>
          <time>{momentWords(incident.fired_at, now)}</time>
        </span>
        <span className="incident-words">
          {everyHub ? `${incident.hub} · ` : ''}
          {incidentSentence(incident, signalOf(signals, incident.column), now)}
        </span>
      </PlaceLink>
    </li>
  );
}
