'use client';
import { useState, type ReactNode } from 'react';
import { ApiFault, apiPath, ask, idOf } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import { say } from '../overlay.js';
import { clockMinute, duration } from '../../words/format.js';
import { impactWords as words } from '../../words/impact.js';

/** A baseline of less is too noisy to prove anything with, s. */
export const shortest = 60;
/** What one press keeps where there is as much, s. */
const usual = 600;

/** How much of the newest past a press would keep, s; 0 while there is too little of it. */
export function baselineSpan(first: number | null, last: number | null): number {
  if (first === null || last === null) return 0;
  const known = last + 1 - first;
  const minutes = Math.floor(Math.min(known, usual) / 60);
  return known < shortest ? 0 : minutes * 60;
}

/** Keeps the newest minutes as what everything after is compared with. */
export function NewBaseline({ label = null }: { readonly label?: string | null }): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const last = useLive(({ replica }) => replica.view?.status?.last_second ?? null);
  const first = useLive(({ replica }) => replica.view?.status?.first_second ?? null);
  const connected = useLive(({ link }) => link.phase === 'connected');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const span = baselineSpan(first, last);
  const wait = first === null || last === null ? shortest : Math.max(0, shortest - (last + 1 - first));

  const keep = async (): Promise<void> => {
    if (hub === null || last === null) return;
    const to = (last + 1) * 1000;
    setBusy(true);
    try {
      const name = words.baselineName(clockMinute(to));
      const body = { hub, name, from: to - span * 1000, to };
      const id = idOf(await ask(apiPath('/baselines'), { method: 'POST', body }));
      say({
        words: words.kept(name),
        undo: () => ask(apiPath(`/baselines/${encodeURIComponent(id)}`), { method: 'DELETE' }),
      });
      setFault(null);
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.notKept);
    }
    setBusy(false);
  };
  return (
    <div className="new-baseline">
      <button
        type="button"
        className="button"
        data-testid="new-baseline"
        disabled={span === 0 || busy || !connected}
        onClick={() => {
          void keep();
        }}
      >
        {label ?? (span === 0 ? words.keepBaseline : words.keepLast(duration(span * 1000)))}
      </button>
      {span === 0 && <span className="label">{words.possibleIn(duration(wait * 1000))}</span>}
      {fault !== null && (
        <p className="fault" role="alert">
          {words.noBaselineKept(fault)}
        </p>
      )}
    </div>
  );
}
