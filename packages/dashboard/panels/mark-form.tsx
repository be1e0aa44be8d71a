'use client';
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { ApiFault, apiPath, ask } from '../live/api.js';

const longestName = 200;

/** What a change is meant to bring: the least improvement of a column, as a fraction. */
interface Target {
  readonly signal: string;
  readonly change: number;
}

/** Columns that a marker may promise something for. */
const promised = [
  ['throughput', 'Throughput'],
  ['latency.p95', 'Latency P95'],
  ['memory', 'Memory'],
  ['cpu_per_op', 'CPU per operation'],
  ['communication', 'Communication'],
] as const;

/** Sends a marker; answers null when it stands, else what went wrong in words. */
async function sendMarker(hub: string, name: string, targets: readonly Target[]): Promise<string | null> {
  try {
    await ask(apiPath('/markers'), {
      method: 'POST',
      body: { hub, name, ...(targets.length === 0 ? {} : { targets }) },
    });
    return null;
  } catch (error) {
    return `${error instanceof ApiFault ? error.message : 'It could not be sent.'} Nothing was marked.`;
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
  const [signal, setSignal] = useState<string>(promised[0][0]);
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
      <label htmlFor="marker-name">What happens now?</label>
      <div className="field">
        <input
          id="marker-name"
          ref={input}
          maxLength={longestName}
          autoComplete="off"
          placeholder="Cache switched on"
          required
        />
        <button type="submit" className="button" disabled={busy}>
          Mark
        </button>
      </div>
      <div className="field meant">
        <label htmlFor="marker-signal">Meant to better</label>
        <select
          id="marker-signal"
          value={signal}
          onChange={(event) => {
            setSignal(event.target.value);
          }}
        >
          {promised.map(([column, title]) => (
            <option key={column} value={column}>
              {title}
            </option>
          ))}
        </select>
        <label htmlFor="marker-change">by %</label>
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
        <p>Stands on every chart as a dotted line.</p>
      ) : (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}
