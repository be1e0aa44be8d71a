'use client';
import type { ImpactView } from '@hubscope/core/wire';
import { lazy, Suspense, type ReactNode } from 'react';
import { usePopover } from '../popover.js';
import { impactWords as words } from '../../words/impact.js';

// Not part of the first view.
const ShareChoices = lazy(() => import('./share-choices.js'));

/** The verdict for a pull request or a chat, and a fresh baseline for the next change. */
export function ShareImpact({ impact }: { readonly impact: ImpactView }): ReactNode {
  const { open, root, button, toggle } = usePopover();
  return (
    <div className="share" ref={root}>
      <button
        type="button"
        className="button"
        ref={button}
        aria-expanded={open}
        data-testid="share-impact"
        onClick={toggle}
      >
        {words.share}
      </button>
      {open && (
        <Suspense>
          <ShareChoices hub={impact.hub} component={impact.component} />
        </Suspense>
      )}
    </div>
  );
}
