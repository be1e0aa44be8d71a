'use client';
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { serverOrigin } from '../live/browser-world.js';
import { useLive } from '../live/live-context.js';
import { useKeys } from './keys.js';
import { Sheet, usePopover } from './popover.js';

const longestName = 200;
const patienceMs = 10_000;

/** Sends a marker; answers null when it stands, else what went wrong in words. */
async function sendMarker(hub: string, name: string): Promise<string | null> {
  try {
    const answer = await fetch(new URL('/api/v1/markers', serverOrigin()), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ hub, name }),
      signal: AbortSignal.timeout(patienceMs),
    });
    return answer.ok ? null : `The server did not take it (${String(answer.status)}). Nothing was marked.`;
  } catch {
    return 'The server could not be reached. Nothing was marked.';
  }
}

/** Gives this moment a name, so that before and after can be told apart; M opens it. */
export function MarkMoment(): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const connected = useLive(({ link }) => link.phase === 'connected');
  const known = useLive(({ replica }) => (replica.view?.status?.last_second ?? null) !== null);
  const { open, root, button, toggle, show, close } = usePopover();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const able = connected && known;

  useKeys({ m: show }, able);
  useEffect(() => {
    if (open) input.current?.focus();
  }, [open]);

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = input.current?.value.trim() ?? '';
    if (hub === null || name === '') return;
    setBusy(true);
    const wrong = await sendMarker(hub, name);
    setBusy(false);
    setFault(wrong);
    if (wrong !== null) return;
    close();
    button.current?.focus();
  };

  if (hub === null || !known) return null;
  return (
    <div className="mark-moment" ref={root}>
      <button
        type="button"
        className="button"
        ref={button}
        disabled={!able}
        aria-expanded={open}
        aria-keyshortcuts="M"
        data-testid="mark-moment"
        onClick={() => {
          setFault(null);
          toggle();
        }}
      >
        Mark a moment <kbd>M</kbd>
      </button>
      {open && (
        <Sheet label="Mark a moment" side="right">
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
            {fault === null ? (
              <p>Stands on every chart as a dotted line.</p>
            ) : (
              <p className="fault" role="alert">
                {fault}
              </p>
            )}
          </form>
        </Sheet>
      )}
    </div>
  );
}
