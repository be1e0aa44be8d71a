'use client';
import type { SharedImpact } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { apiPath } from '../../live/api.js';
import { firstPlace } from '../../time/place.js';
import { usePlace } from '../../time/use-place.js';
import { CopyButton } from '../copy.js';
import { PlaceLink } from '../place-link.js';
import { useAsked } from '../use-asked.js';
import { keptLink, keptOf, keptWords, SavePicture } from './save-picture.js';
import { Notes, Overall, Rows } from './verdict.js';
import { asMarkdown } from '../../words/told.js';
import { verdictWords as words } from '../../words/verdict.js';
import { keptAgainst } from '../../words/told.js';

function Kept({ kept }: { readonly kept: SharedImpact }): ReactNode {
  const { impact, at } = kept;
  const { hub, component } = impact;
  return (
    <section className="panel impact" data-testid="kept-verdict" data-state={impact.overall_verdict}>
      <header>
        <h1>{component === null ? hub : `${hub}, ${component}`}</h1>
        <span className="label">{words.asOn(keptWords(at))}</span>
      </header>
      <p className="kept-against">{keptAgainst(impact)}</p>
      <Overall impact={impact} />
      <Rows impact={impact} kept />
      <Notes impact={impact} />
      <footer className="kept-actions">
        <SavePicture kept={() => Promise.resolve(kept)} />
        <CopyButton text={asMarkdown(impact, keptLink(kept))} what={words.asMarkdown} />
        <PlaceLink className="link quiet" to={{ ...firstPlace, hub, component }}>
          {words.now(hub)}
        </PlaceLink>
      </footer>
    </section>
  );
}

/** A verdict as it was when somebody kept it, under its permanent link. */
export default function KeptVerdict(): ReactNode {
  const { verdict } = usePlace();
  const path = verdict === null ? null : apiPath(`/impacts/${encodeURIComponent(verdict)}`);
  const { value, fault } = useAsked(path, keptOf);
  return (
    <main className="kept" data-testid="kept">
      {fault !== null && (
        <p className="fault pad" role="alert">
          {fault}
        </p>
      )}
      {value !== null && <Kept kept={value} />}
      {value === null && fault === null && <p aria-busy="true">{words.readingVerdict}</p>}
    </main>
  );
}
