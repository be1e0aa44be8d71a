'use client';
import type { SharedImpact } from '@hubscope/core/wire';
import { useRef, type ReactNode } from 'react';
import { apiPath, ask } from '../../live/api.js';
import { CopyButton } from '../copy.js';
import { Sheet } from '../popover.js';
import { NewBaseline } from './new-baseline.js';
import { keptLink, keptOf, SavePicture } from './save-picture.js';
import { asMarkdown } from '../../words/told.js';
import { verdictWords as words } from '../../words/verdict.js';

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
    <Sheet label={words.shareVerdict} side="right">
      <div className="sheet-row">
        <span>{words.permanent}</span>
        <CopyButton text={async () => keptLink(await keep())} what={words.permanentLink} />
      </div>
      <div className="sheet-row">
        <span>{words.picture}</span>
        <SavePicture kept={keep} />
      </div>
      <div className="sheet-row">
        <span>{words.table}</span>
        <CopyButton
          text={async () => {
            const verdict = await keep();
            return asMarkdown(verdict.impact, keptLink(verdict));
          }}
          what={words.asMarkdown}
        />
      </div>
      <div className="sheet-row">
        <span>{words.done}</span>
        <NewBaseline label={words.keepNew} />
      </div>
    </Sheet>
  );
}
