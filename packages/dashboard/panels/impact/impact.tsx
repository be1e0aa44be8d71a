'use client';
import type { ImpactSignal, ImpactView } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { show, unknown } from '../../format/number.js';
import { signalOf } from '../../live/columns.js';
import { useLive } from '../../live/live-context.js';
import { useServerNow } from '../../live/use-now.js';
import { Against } from './baselines.js';
import { NewBaseline } from './new-baseline.js';
import { ImpactRow } from './row.js';
import { doublings, forestScale, scaleLabels } from './scale.js';
import { ShareImpact } from './share.js';
import { MoreSwitches, SwitchOffer } from './switches.js';
import { useImpact } from './use-impact.js';
import { overallPhrase, percent, sorted } from './words.js';

/** What an impact compares, in the order in which it will stand. */
const compared = ['Throughput', 'Memory', 'CPU per op', 'Communication', 'Latency P95', 'Time to token'];

function Compared(): ReactNode {
  return (
    <ul className="compared">
      {compared.map((name) => (
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
        <h2>Impact</h2>
        <span className="tag">No baseline yet</span>
      </header>
      <p className="calm">
        Did a change make this hub better? Keep how it runs now, change something, and read here by how much,
        and how sure that is.
      </p>
      <NewBaseline />
      <SwitchOffer otherwise={<Compared />} />
    </>
  );
}

function Overall({ impact }: { readonly impact: ImpactView }): ReactNode {
  const { overall, overall_low: low, overall_high: high, overall_verdict: verdict } = impact;
  const shown = show(overall === null ? null : 100 * overall, '%');
  const phrase = overallPhrase(impact);
  const reason = impact.overall_reason;
  return (
    <div className="overall" data-testid="impact-overall" data-verdict={verdict} data-value={overall ?? ''}>
      <p className="value">
        {overall !== null && overall > 0 ? '+' : ''}
        {shown.text}
        {overall !== null && <span className="unit">%</span>}
      </p>
      <p className="phrase">
        {phrase}
        {low !== null && high !== null && (
          <small>
            between {percent(low)} and {percent(high)}
          </small>
        )}
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

function Rows({ impact }: { readonly impact: ImpactView }): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const [all, setAll] = useState(false);
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
          />
        ))}
      </ul>
      <div className="forest-axis">
        {others.length > 0 && (
          <button
            type="button"
            className="link quiet"
            aria-expanded={all}
            onClick={() => {
              setAll(!all);
            }}
          >
            {all ? 'Fewer' : `${String(others.length)} more`}
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

/** What else is known of the stretch: in words, as the server says it. */
function Notes({ impact }: { readonly impact: ImpactView }): ReactNode {
  const said = [
    ...(impact.load === null ? [] : [impact.load]),
    ...impact.stability.filter(({ state }) => state !== 'unknown').map(({ words }) => words),
    ...impact.balance.map(({ words }) => words),
    ...(impact.advice === null ? [] : [impact.advice]),
  ];
  if (said.length === 0) return null;
  return (
    <div className="impact-notes">
      {said.map((words) => (
        <p key={words}>{words.charAt(0).toUpperCase() + words.slice(1)}</p>
      ))}
    </div>
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
        <h2>Impact</h2>
        {impact.component !== null && <span className="tag">of this component</span>}
        <ShareImpact impact={impact} />
      </header>
      <Against impact={impact} now={now} />
      <Overall impact={impact} />
      <Rows impact={impact} />
      <Notes impact={impact} />
      {impact.component === null && <MoreSwitches />}
    </section>
  );
}
