'use client';
import type { Alert } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault } from '../../live/api.js';
import { signalOf, alertSentence, valueNow } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { usePlace } from '../../time/use-place.js';
import { PlaceLink } from '../place-link.js';
import { openOverlay } from '../overlay.js';
import { useNamed } from '../access/use-named.js';
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
      setFault(error instanceof ApiFault ? error.message : 'The note could not be kept.');
    }
  };
  return (
    <>
      <form
        className="note-form field"
        onSubmit={(event) => {
          event.preventDefault();
          if (note.trim() !== '')
            run('Keep the note', () => {
              void send();
            });
        }}
      >
        <input
          autoFocus
          aria-label={`Note on ${alert.threshold.name}`}
          maxLength={1000}
          placeholder="What is known, who is on it"
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onDone();
          }}
        />
        <button type="submit" className="button" disabled={note.trim() === ''}>
          Keep
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
      setFault(error instanceof ApiFault ? error.message : 'It could not be acknowledged.');
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
              {threshold.severity}
            </span>
          )}
          {typeof alert.silenced_by === 'string' && <span className="tag">silenced</span>}
          {typeof alert.inhibited_by === 'string' && <span className="tag">hidden by another</span>}
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
          aria-label={`Acknowledge ${threshold.name}`}
          onClick={() => {
            run('Acknowledge', () => {
              void press();
            });
          }}
        >
          Acknowledge
        </button>
      )}
      {state === 'firing' && acknowledged && !noting && (
        <button
          type="button"
          className="button"
          autoFocus={done}
          aria-label={`Write a note on ${threshold.name}`}
          onClick={() => {
            setNoting(true);
          }}
        >
          Note
        </button>
      )}
      {(state === 'approaching' || state === 'pending') && rule !== undefined && (
        <button
          type="button"
          className="button"
          aria-label={`Open the rule ${threshold.name}`}
          onClick={() => {
            openOverlay({ kind: 'rules', rule });
          }}
        >
          Open
        </button>
      )}
    </li>
  );
}
