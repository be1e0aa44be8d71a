'use client';
import type { Alert } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault } from '../../live/api.js';
import { signalOf, valueNow } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { usePlace } from '../../time/use-place.js';
import { PlaceLink } from '../place-link.js';
import { openOverlay } from '../overlay.js';
import { useNamed } from '../access/use-named.js';
import { alertWords as words } from '../../words/alerts.js';
import { commonWords } from '../../words/common.js';
import { alertSentence } from '../../words/told.js';
import { acknowledge, writeNote } from './actions.js';

/** A note beside an acknowledgement, on one line. */
function Note({ alert, onDone }: { readonly alert: Alert; readonly onDone: () => void }): ReactNode {
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { run, question } = useNamed();
  const send = async (): Promise<void> => {
    try {
      await writeNote(alert.id, note.trim());
      onDone();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.noteLost);
    }
  };
  return (
    <>
      <form
        className="note-form field"
        onSubmit={(event) => {
          event.preventDefault();
          if (note.trim() !== '')
            run(commonWords.keepNote, () => {
              void send();
            });
        }}
      >
        <input
          autoFocus
          aria-label={words.noteOn(alert.threshold.name)}
          maxLength={1000}
          placeholder={words.noteHint}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onDone();
          }}
        />
        <button type="submit" className="button" disabled={note.trim() === ''}>
          {commonWords.keep}
        </button>
        {fault !== null && (
          <p className="fault" role="alert">
            {fault}
          </p>
        )}
      </form>
      {question}
    </>
  );
}

/** The name, which leads to the incident where there is one. */
function Title({ alert }: { readonly alert: Alert }): ReactNode {
  const place = usePlace();
  const { state, threshold } = alert;
  if (state !== 'firing' && state !== 'resolved') return threshold.name;
  return (
    <PlaceLink to={{ ...place, hub: alert.hub, view: 'incidents', incident: alert.id }}>
      {threshold.name}
    </PlaceLink>
  );
}

/** One alert: its name, one sentence, one button. */
export function AlertRow({ alert, now }: { readonly alert: Alert; readonly now: number }): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null);
  const value = useLive(({ replica }) => (replica.view === null ? null : valueNow(replica.view, alert)));
  const [fault, setFault] = useState<string | null>(null);
  const [noting, setNoting] = useState(false);
  const connected = useLive(({ link }) => link.phase === 'connected');
  const { run, question } = useNamed();
  const [busy, setBusy] = useState(false);
  // Who acknowledged it here goes on here: what comes in the button's place takes its focus.
  const [done, setDone] = useState(false);
  const press = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await acknowledge(alert);
      setDone(true);
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.notAcknowledged);
    }
    setBusy(false);
  };
  const { state, threshold, acknowledged, rule } = alert;
  const signal = signalOf(signals ?? [], alert.column);
  return (
    <li
      className="alert"
      data-testid="alert"
      data-state={state}
      data-severity={threshold.severity}
      data-acknowledged={acknowledged}
    >
      <i className="edge" aria-hidden="true" />
      <div>
        <h3>
          <Title alert={alert} />
          {state === 'firing' && (
            <span className="tag" data-severity={threshold.severity}>
              {commonWords.severities[threshold.severity]}
            </span>
          )}
          {typeof alert.silenced_by === 'string' && <span className="tag">{words.silenced}</span>}
          {typeof alert.inhibited_by === 'string' && <span className="tag">{words.hidden}</span>}
        </h3>
        <p>{alertSentence({ ...alert, current_value: value }, signal, now)}</p>
        {fault !== null && (
          <p className="fault" role="alert">
            {fault}
          </p>
        )}
        {!acknowledged && question}
        {noting && (
          <Note
            alert={alert}
            onDone={() => {
              setNoting(false);
            }}
          />
        )}
      </div>
      {state === 'firing' && !acknowledged && question === null && (
        <button
          type="button"
          className="button"
          data-testid="acknowledge"
          disabled={busy || !connected}
          aria-label={words.acknowledge(threshold.name)}
          onClick={() => {
            run(commonWords.acknowledge, () => {
              void press();
            });
          }}
        >
          {commonWords.acknowledge}
        </button>
      )}
      {state === 'firing' && acknowledged && !noting && (
        <button
          type="button"
          className="button"
          autoFocus={done}
          aria-label={words.writeNote(threshold.name)}
          onClick={() => {
            setNoting(true);
          }}
        >
          {words.note}
        </button>
      )}
      {(state === 'approaching' || state === 'pending') && rule !== undefined && (
        <button
          type="button"
          className="button"
          aria-label={words.openRule(threshold.name)}
          onClick={() => {
            openOverlay({ kind: 'rules', rule });
          }}
        >
          {words.open}
        </button>
      )}
    </li>
  );
}
