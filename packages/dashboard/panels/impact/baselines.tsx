'use client';
import type { ImpactView } from '@hubscope/core/wire';
import { lazy, Suspense, type ReactNode } from 'react';
import { Chevron } from '../icons.js';
import { Sheet, usePopover } from '../popover.js';
import { comparedWords } from '../../words/told.js';
import { impactWords as words } from '../../words/impact.js';

// Not part of the first view.
const BaselineList = lazy(() => import('./baseline-list.js'));

/** What is compared with what, and the way to compare something else. */
export function Against({ impact, now }: { readonly impact: ImpactView; readonly now: number }): ReactNode {
  const { open, root, button, toggle, close } = usePopover();
  return (
    <div className="against" ref={root}>
      <button type="button" ref={button} aria-expanded={open} data-testid="against" onClick={toggle}>
        <span>{comparedWords(impact, now)}</span>
        <Chevron />
      </button>
      {open && (
        <Sheet label={words.compareWith}>
          <Suspense>
            <BaselineList impact={impact} onDone={close} />
          </Suspense>
        </Sheet>
      )}
    </div>
  );
}
