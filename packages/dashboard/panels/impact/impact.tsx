'use client';
import type { ReactNode } from 'react';
import { useServerNow } from '../../live/use-now.js';
import { Against } from './baselines.js';
import { NewBaseline } from './new-baseline.js';
import { ShareImpact } from './share.js';
import { FoundChanges } from './found-changes.js';
import { MoreSwitches, SwitchOffer } from './switches.js';
import { useImpact } from './use-impact.js';
import { Notes, Overall, Rows } from './verdict.js';
import { unknown } from '../../words/format.js';
import { impactWords as words } from '../../words/impact.js';

function Compared(): ReactNode {
  return (
    <ul className="compared">
      {words.compared.map((name) => (
        <li key={name}>
          <span>{name}</span>
          <i aria-hidden="true" />
          <span className="none">{unknown}</span>
        </li>
      ))}
    </ul>
  );
}

/** Nothing to compare with yet: what will stand here, and the one button that makes it so. */
function NoBaseline(): ReactNode {
  return (
    <>
      <header>
        <h2>{words.title}</h2>
        <span className="tag">{words.noBaseline}</span>
      </header>
      <p className="calm">{words.invitation}</p>
      <NewBaseline />
      <SwitchOffer otherwise={<Compared />} />
    </>
  );
}

/** What a change did, with proof: each signal against a baseline. */
export function Impact(): ReactNode {
  const impact = useImpact();
  const now = useServerNow(impact?.since !== undefined && impact.since !== null);
  if (impact === null || impact.baseline === null) {
    return (
      <section className="panel side impact" data-testid="impact" data-state="none">
        <NoBaseline />
      </section>
    );
  }
  return (
    <section className="panel side impact" data-testid="impact" data-state={impact.overall_verdict}>
      <header>
        <h2>{words.title}</h2>
        {impact.component !== null && <span className="tag">{words.ofComponent}</span>}
        <ShareImpact impact={impact} />
      </header>
      <Against impact={impact} now={now} />
      <Overall impact={impact} />
      <Rows impact={impact} />
      <Notes impact={impact} />
      {impact.component === null && <FoundChanges hub={impact.hub} />}
      {impact.component === null && <MoreSwitches />}
    </section>
  );
}
