'use client';
import type { ImpactSignal, SignalInfo } from '@hubscope/core/wire';
import { lazy, Suspense, useId, useState, type ReactNode } from 'react';
import { signalOf } from '@hubscope/core/live';
import { beforeAfter, explained, rowFigure, titleOf, told } from '../../words/told.js';
import { doublings, place, type ForestScale } from './scale.js';
import { impactWords as words } from '../../words/impact.js';

// Not part of the first view.
const ImpactBasis = lazy(() => import('./detail.js'));

/** A change within this fraction is none; drawn as a band around zero. */
const tolerance = 0.01;

const percentOf = (share: number): string => `${(100 * share).toFixed(2)}%`;

/** Estimate, interval, tolerance and target on the scale that all rows share. */
function Bar({
  signal,
  better,
  scale,
}: {
  readonly signal: ImpactSignal;
  readonly better: SignalInfo['better'];
  readonly scale: ForestScale;
}): ReactNode {
  const { change, low, high, target } = signal;
  const at = (value: number): number => place(scale, doublings(value, better));
  const band = [at(-tolerance), at(tolerance)] as const;
  const ends = low === null || high === null ? null : ([at(low), at(high)] as const);
  return (
    <span className="forest" aria-hidden="true">
      <i className="band" style={{ left: percentOf(band[0]), width: percentOf(band[1] - band[0]) }} />
      <i className="zero" />
      {ends !== null && (
        <i
          className="interval"
          style={{ left: percentOf(ends[0]), width: percentOf(Math.max(0.012, ends[1] - ends[0])) }}
        />
      )}
      {ends === null && <i className="interval none" />}
      {change !== null && <i className="estimate" style={{ left: percentOf(at(change)) }} />}
      {target !== null && (
        <i className="target" data-state={target.state} style={{ left: percentOf(at(target.change)) }} />
      )}
    </span>
  );
}

/** One signal's change; pressed, it says what stands behind it. */
export function ImpactRow({
  signal,
  signals,
  scale,
  component,
  kept,
}: {
  readonly signal: ImpactSignal;
  readonly signals: readonly SignalInfo[];
  readonly scale: ForestScale;
  /** The component that it is of; null: the hub itself. */
  readonly component: string | null;
  /** Whether it is as it was: then what stands behind it is gone. */
  readonly kept: boolean;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { verdict, target } = signal;
  const better = signalOf(signals, signal.signal)?.better ?? null;
  return (
    <li
      className="impact-row"
      data-testid={`impact-${signal.signal}`}
      data-verdict={verdict}
      data-value={signal.change ?? ''}
    >
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        title={beforeAfter(signal)}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <span className="row-title">{titleOf(signal)}</span>
        <Bar signal={signal} better={better} scale={scale} />
        <span className="figure">{rowFigure(signal)}</span>
        <span className="only-read">
          , {told.impact.verdicts[verdict]}
          {target === null ? '' : `, ${words.targets[target.state]}`}
        </span>
      </button>
      {open && (
        <div className="explained" id={id}>
          <p className="before-after">{beforeAfter(signal)}</p>
          {explained(signal).map((line) => (
            <p key={line}>{line}</p>
          ))}
          {!kept && (
            <Suspense>
              <ImpactBasis signal={signal.signal} component={component} better={better} scale={scale} />
            </Suspense>
          )}
        </div>
      )}
    </li>
  );
}
