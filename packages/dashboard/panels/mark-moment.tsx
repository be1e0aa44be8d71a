'use client';
import { lazy, Suspense, type ReactNode } from 'react';
import { useLive } from '../live/live-context.js';
import { useKeys } from './keys.js';
import { Sheet, usePopover } from './popover.js';
import { pageWords as words } from '../words/page.js';

// Not part of the first view.
const MarkForm = lazy(() => import('./mark-form.js'));

/** Gives this moment a name, so that before and after can be told apart; M opens it. */
export function MarkMoment(): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const connected = useLive(({ link }) => link.phase === 'connected');
  const known = useLive(({ replica }) => (replica.view?.status?.last_second ?? null) !== null);
  const { open, root, button, toggle, show, close } = usePopover();
  const able = connected && known;

  useKeys({ m: show }, able);
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
        onClick={toggle}
      >
        {words.mark} <kbd>M</kbd>
      </button>
      {open && (
        <Sheet label={words.mark} side="right">
          <Suspense>
            <MarkForm
              hub={hub}
              onDone={() => {
                close();
                button.current?.focus();
              }}
            />
          </Suspense>
        </Sheet>
      )}
    </div>
  );
}
