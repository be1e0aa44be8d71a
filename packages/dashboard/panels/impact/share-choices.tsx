'use client';
import type { SharedImpact } from '@hubscope/core/wire';
import { useRef, type ReactNode } from 'react';
import { apiPath, ask } from '../../live/api.js';
import { CopyButton } from '../copy.js';
import { Sheet } from '../popover.js';
import { NewBaseline } from './new-baseline.js';
import { keptLink, keptOf, SavePicture } from './save-picture.js';
import { asMarkdown } from '../../words/told.js';

/** What can be done with a verdict. */
export default function ShareChoices({
  hub,
  component,
}: {
  readonly hub: string;
  readonly component: string | null;
}): ReactNode {
  // Kept once for all that is done while the sheet is open: the link and the picture show the same.
  const kept = useRef<Promise<SharedImpact> | null>(null);
  const keep = (): Promise<SharedImpact> => {
    const path = apiPath(`/hubs/${encodeURIComponent(hub)}/impact/share`, { component });
    kept.current ??= ask(path, { method: 'POST' }).then(keptOf);
    kept.current.catch(() => {
      kept.current = null;
    });
    return kept.current;
  };
  return (
    <Sheet label="Share the verdict" side="right">
      <div className="sheet-row">
        <span>A permanent link to it</span>
        <CopyButton text={async () => keptLink(await keep())} what="a permanent link" />
      </div>
      <div className="sheet-row">
        <span>A picture for a chat</span>
        <SavePicture kept={keep} />
      </div>
      <div className="sheet-row">
        <span>A table for a pull request</span>
        <CopyButton
          text={async () => {
            const verdict = await keep();
            return asMarkdown(verdict.impact, keptLink(verdict));
          }}
          what="the verdict as Markdown"
        />
      </div>
      <div className="sheet-row">
        <span>Done with this one?</span>
        <NewBaseline words="Keep a new baseline" />
      </div>
    </Sheet>
  );
}
