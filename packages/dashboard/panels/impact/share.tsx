'use client';
import type { ImpactView } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { CopyButton } from '../copy.js';
import { Sheet, usePopover } from '../popover.js';
import { NewBaseline } from './new-baseline.js';
import { asMarkdown } from './words.js';

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
        Share
      </button>
      {open && (
        <Sheet label="Share the verdict" side="right">
          <div className="sheet-row">
            <span>A table for a pull request</span>
            <CopyButton text={asMarkdown(impact, window.location.href)} what="the verdict as Markdown" />
          </div>
          <div className="sheet-row">
            <span>A link to this page</span>
            <CopyButton text={window.location.href} what="the link" />
          </div>
          <div className="sheet-row">
            <span>Done with this one?</span>
            <NewBaseline words="Keep a new baseline" />
          </div>
        </Sheet>
      )}
    </div>
  );
}
