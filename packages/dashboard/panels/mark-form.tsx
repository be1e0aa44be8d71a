'use client';
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { ApiFault, apiPath, ask } from '../live/api.js';
import { markWords as words } from '../words/mark.js';

const longestName = 200;

/** What a change is meant to bring: the least improvement of a column, as a fraction. */
interface Target {
  readonly signal: string;
  readonly change: number;
}

/** Columns that a marker may promise something for. */
const promised = ['throughput', 'latency.p95', 'memory', 'cpu_per_op', 'communication'] as const;

/** Sends a marker; answers null when it stands, else what went wrong in words. */
async function sendMarker(hub: string, name: string, targets: readonly Target[]): Promise<string | null> {
  try {
    await ask(apiPath('/markers'), {
      method: 'POST',
      body: { hub, name, ...(targets.length === 0 ? {} : { targets }) },
    });
    return null;
  } catch (error) {
    return words.nothingMarked(error instanceof ApiFault ? error.message : words.notSent);
  }
}

/** The name of a moment, and what the change in it is meant to bring. */
export default function MarkForm({
  hub,
  onDone,
}: {
  readonly hub: string;
  readonly onDone: () => void;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [signal, setSignal] = useState<string>(promised[0]);
  const [meant, setMeant] = useState('');

  useEffect(() => {
    input.current?.focus();
  }, []);

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = input.current?.value.trim() ?? '';
    if (name === '') return;
    setBusy(true);
    const change = Number(meant.replace(',', '.')) / 100;
    const targets = meant.trim() !== '' && Number.isFinite(change) && change > 0 ? [{ signal, change }] : [];
    const wrong = await sendMarker(hub, name, targets);
    setBusy(false);
    setFault(wrong);
    if (wrong === null) onDone();
  };

  return (
    <form
      className="mark-form"
      onSubmit={(event) => {
        void submit(event);
      }}
    >
      <label htmlFor="marker-name">{words.question}</label>
      <div className="field">
        <input
          id="marker-name"
          ref={input}
          maxLength={longestName}
          autoComplete="off"
          placeholder={words.hint}
          required
        />
        <button type="submit" className="button" disabled={busy}>
          {words.mark}
        </button>
      </div>
      <div className="field meant">
        <label htmlFor="marker-signal">{words.meant}</label>
        <select
          id="marker-signal"
          value={signal}
          onChange={(event) => {
            setSignal(event.target.value);
          }}
        >
          {promised.map((column) => (
            <option key={column} value={column}>
              {words.signals[column]}
            </option>
          ))}
        </select>
        <label htmlFor="marker-change">{words.by}</label>
        <input
          id="marker-change"
          className="short"
          inputMode="decimal"
          placeholder="—"
          value={meant}
          onChange={(event) => {
            setMeant(event.target.value);
          }}
        />
      </div>
      {fault === null ? (
        <p>{words.stands}</p>
      ) : (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}
