'use client';
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { ApiFault } from '../live/api.js';
import { mark } from './mark.js';
import { markWords as words } from '../words/mark.js';

const longestName = 200;

/** Columns that a marker may promise something for. */
const promised = ['throughput', 'latency.p95', 'memory', 'cpu_per_op', 'communication'] as const;

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
    try {
      await mark({ hub, name, ...(targets.length === 0 ? {} : { targets }) });
      onDone();
    } catch (error) {
      setFault(words.nothingMarked(error instanceof ApiFault ? error.message : words.notSent));
      setBusy(false);
    }
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
