'use client';
import type { IncidentDetail } from '@hubscope/core/wire';
import { useCallback, useState, type ReactNode } from 'react';
import { ApiFault, apiPath, historyAnswerOf } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { columnIn, measured, ofColumn, signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { historyOf, type History } from '../../time/history.js';
import { pastRange, stepFor } from '../../time/range.js';
import { usePlace } from '../../time/use-place.js';
import { useNamed } from '../access/use-named.js';
import { acknowledge, silence, writeNote } from '../alerts/actions.js';
import { CopyButton } from '../copy.js';
import { PastLine } from '../past-line.js';
import { PlaceLink } from '../place-link.js';
import { hourOf } from '../rules/silence-words.js';
import { useAsked } from '../use-asked.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { entryTime, entryWords, incidentSentence, stretchAround, wholeTimeline } from './incident-words.js';
import { showLine, momentWords } from '../../words/format.js';
import { commonWords } from '../../words/common.js';
import { incidentWords as words } from '../../words/incidents.js';

function detailOf(body: unknown): IncidentDetail {
  if (typeof body === 'object' && body !== null && 'timeline' in body && Array.isArray(body.timeline))
    return body as IncidentDetail;
  throw new ApiFault(commonWords.unreadable, null);
}

function historyIn(body: unknown): History {
  return historyOf(historyAnswerOf(body));
}

/** How often one that still fires is asked for anew, ms. */
const everyMs = 5000;

/** An incident: what went on, the signal around it, who was involved, what was done. */
export function IncidentView({ id }: { readonly id: string }): ReactNode {
  const detail = useAsked(apiPath(`/incidents/${encodeURIComponent(id)}`), detailOf);
  const [now, setNow] = useState(pageNow);
  const { again } = detail;
  const anew = useCallback(() => {
    setNow(pageNow());
    again();
  }, [again]);
  useWhileSeen(everyMs, detail.value?.state === 'firing' ? anew : null);
  if (detail.fault !== null)
    return (
      <section className="panel incident-none">
        <p className="calm">{detail.fault}</p>
      </section>
    );
  if (detail.value === null) return <section className="panel incident-none" aria-busy="true" />;
  return <Detail incident={detail.value} now={now} again={anew} />;
}

function Detail({
  incident,
  now,
  again,
}: {
  readonly incident: IncidentDetail;
  /** When it was asked for, ms since the epoch. */
  readonly now: number;
  readonly again: () => void;
}): ReactNode {
  const place = usePlace();
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const signal = signalOf(signals, incident.column);
  const { from, to } = stretchAround(incident, now);
  const unit = signal?.unit ?? '';
  return (
    <section className="panel incident" data-testid="incident">
      <header>
        <h2>{incident.name}</h2>
        <span className="tag" data-severity={incident.state === 'firing' ? incident.severity : undefined}>
          {`${commonWords.severities[incident.severity]}, ${commonWords.alertStates[incident.state]}`}
        </span>
        <CopyButton text={window.location.href} what={words.link} />
      </header>
      <p className="calm">
        {incident.hub} · {incidentSentence(incident, signal, now)}
        {incident.told ? '' : ` · ${words.untold}`}
      </p>
      <Around incident={incident} from={from} to={to} unit={unit} />
      <Doing incident={incident} again={again} />
      {incident.components.length > 0 && (
        <div className="involved">
          <h3>{words.involved}</h3>
          <ul>
            {incident.components.map(({ key, value }) => (
              <li key={key}>
                <PlaceLink to={{ ...place, hub: incident.hub, view: 'hub', incident: null, component: key }}>
                  {key}
                </PlaceLink>
                <span>{showLine(value, unit, signal?.decimals ?? 1)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <h3 className="timeline-head">{words.timeline}</h3>
      <ol className="timeline" data-testid="timeline">
        {wholeTimeline(incident).map((entry, index) => (
          <li key={index} data-kind={entry.kind}>
            <time title={momentWords(entry.at, now)}>{entryTime(entry)}</time>
            <span>{entryWords(entry, measured(incident, signal))}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The signal around the incident, with its threshold, and the way to all charts of that time. */
function Around({
  incident,
  from,
  to,
  unit,
}: {
  readonly incident: IncidentDetail;
  readonly from: number;
  readonly to: number;
  readonly unit: string;
}): ReactNode {
  const place = usePlace();
  const step = stepFor(to - from);
  const begin = Math.floor(from / step) * step;
  const history = useAsked(
    apiPath(`/hubs/${encodeURIComponent(incident.hub)}/history`, {
      from: begin * 1000,
      to: to * 1000,
      step: step * 1000,
      signals: incident.column,
      component: incident.component,
    }),
    historyIn,
  );
  // What is there stays while it is asked for anew.
  const [kept, setKept] = useState<History | null>(null);
  if (history.value !== null && history.value !== kept) setKept(history.value);
  const drawn = history.value ?? kept;
  const range = pastRange(from, to);
  return (
    <div className="around">
      <PastLine
        values={drawn === null ? [] : (columnIn(drawn.columns, incident.column) ?? [])}
        from={drawn?.from ?? begin}
        step={step}
        threshold={ofColumn(incident) ? incident.threshold : null}
        severity={incident.severity}
        stretches={[{ from: incident.fired_at / 1000, to: (incident.resolved_at ?? to * 1000) / 1000 }]}
        unit={unit}
        height={200}
        markers={incident.markers.map(({ id, name, at }) => ({ id, name, at: at / 1000 }))}
      />
      {history.fault !== null && <p className="fault">{history.fault}</p>}
      <PlaceLink
        className="link quiet"
        to={{
          ...place,
          hub: incident.hub,
          component: incident.component,
          view: 'hub',
          incident: null,
          range,
        }}
      >
        {words.charts}
      </PlaceLink>
    </div>
  );
}

/** What a person can do about it. */
function Doing({
  incident,
  again,
}: {
  readonly incident: IncidentDetail;
  readonly again: () => void;
}): ReactNode {
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const run = async (what: () => Promise<unknown>): Promise<void> => {
    try {
      await what();
      setFault(null);
      again();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.failed);
    }
  };
  const named = useNamed();
  const { alert } = incident;
  const firing = incident.state === 'firing';
  return (
    <div className="doing">
      {firing && alert !== null && !alert.acknowledged && (
        <button
          type="button"
          className="button strong"
          onClick={() => {
            named.run(commonWords.acknowledge, () => {
              void run(() => acknowledge(alert));
            });
          }}
        >
          {commonWords.acknowledge}
        </button>
      )}
      {firing && incident.silenced_by === null && (
        <button
          type="button"
          className="button"
          onClick={() => {
            named.run(words.silenceHour, () => {
              void run(() => silence(hourOf(incident), pageNow()));
            });
          }}
        >
          {words.silenceHour}
        </button>
      )}
      <form
        className="field"
        onSubmit={(event) => {
          event.preventDefault();
          if (note.trim() === '') return;
          named.run(commonWords.keepNote, () => {
            void run(async () => {
              await writeNote(incident.id, note.trim());
              setNote('');
            });
          });
        }}
      >
        <input
          aria-label={words.note}
          maxLength={1000}
          placeholder={words.noteHint}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
        />
        <button type="submit" className="button" disabled={note.trim() === ''}>
          {commonWords.keep}
        </button>
      </form>
      {named.question}
      {fault !== null && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
