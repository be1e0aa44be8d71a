'use client';
import type { ImpactSignal, ImpactView } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { signalOf, sorted } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { besideRows } from './beside.js';
import { ImpactRow } from './row.js';
import { doublings, forestScale, scaleLabels } from './scale.js';
import { thinSpace } from '../../words/format.js';
import { overallPhrase, percent } from '../../words/told.js';
import { impactWords as words } from '../../words/impact.js';
import { sentence } from '../../words/format.js';

/** The overall change, and one phrase. */
export function Overall({ impact }: { readonly impact: ImpactView }): ReactNode {
  const { overall, overall_low: low, overall_high: high, overall_verdict: verdict } = impact;
  const phrase = overallPhrase(impact);
  const reason = impact.overall_reason;
  return (
    <div className="overall" data-testid="impact-overall" data-verdict={verdict} data-value={overall ?? ''}>
      <p className="value">
        {percent(overall).split(thinSpace)[0]}
        {overall !== null && <span className="unit">%</span>}
      </p>
      <p className="phrase">
        {phrase}
        {low !== null && high !== null && <small>{words.between(percent(low), percent(high))}</small>}
        {verdict === 'unknown' && reason !== null && !phrase.toLowerCase().startsWith(reason) && (
          <small>{reason}</small>
        )}
      </p>
    </div>
  );
}

function positions(
  rows: readonly ImpactSignal[],
  better: (signal: ImpactSignal) => 'higher' | 'lower' | null,
): number[] {
  return rows.flatMap((row) =>
    [row.change, row.target?.change ?? null, ...(row.verdict === 'unknown' ? [] : [row.low, row.high])]
      .filter((value) => value !== null)
      .map((value) => doublings(value, better(row))),
  );
}

/** A row a signal; `kept`: as they were, with nothing to ask the server about. */
export function Rows({
  impact,
  kept = false,
}: {
  readonly impact: ImpactView;
  readonly kept?: boolean;
}): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const [all, setAll] = useState(kept);
  const { first, others } = sorted(impact.signals);
  const shown = all ? [...first, ...others] : first;
  const scale = forestScale(positions(shown, ({ signal }) => signalOf(signals, signal)?.better ?? null));
  const labels = scaleLabels(scale);
  return (
    <>
      <ul className="impact-rows">
        {shown.map((signal) => (
          <ImpactRow
            key={signal.signal}
            signal={signal}
            signals={signals}
            scale={scale}
            component={impact.component}
            kept={kept}
          />
        ))}
      </ul>
      <div className="forest-axis">
        {others.length > 0 && !kept && (
          <button
            type="button"
            className="link quiet"
            aria-expanded={all}
            onClick={() => {
              setAll(!all);
            }}
          >
            {all ? words.fewer : words.more(others.length)}
          </button>
        )}
        <span className="forest" aria-hidden="true">
          {labels.map((label, index) => (
            <span key={label} style={{ left: `${String(index * 50)}%` }}>
              {label}
            </span>
          ))}
        </span>
      </div>
    </>
  );
}

/** How memory grows and how evenly work lies: a line each. */
function Beside({ impact }: { readonly impact: ImpactView }): ReactNode {
  const rows = besideRows(impact);
  if (rows.length === 0) return null;
  return (
    <dl className="beside">
      {rows.map(({ of, words: said, state }) => (
        <div key={of} data-state={state} data-testid="beside">
          <dt>{of}</dt>
          <dd>{said}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What else is known of the stretch: in words, as the server says it. */
export function Notes({ impact }: { readonly impact: ImpactView }): ReactNode {
  const said = [impact.load, impact.advice].filter((line) => line !== null);
  return (
    <>
      <Beside impact={impact} />
      {said.length > 0 && (
        <div className="impact-notes">
          {said.map((line) => (
            <p key={line}>{sentence(line)}</p>
          ))}
        </div>
      )}
    </>
  );
}
