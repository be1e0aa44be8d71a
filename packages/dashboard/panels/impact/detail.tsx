'use client';
import type { ImpactDetail, SignalInfo } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { ApiFault, apiPath } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { useAsked } from '../use-asked.js';
import { doublings, place, type ForestScale } from './scale.js';
import { duration } from '../../words/format.js';
import { batchWords } from '../../words/told.js';
import { commonWords } from '../../words/common.js';
import { verdictWords as words } from '../../words/verdict.js';

/** The interval is looked at again so often while it is open, ms. */
const againMs = 5000;
const width = 300;
const height = 64;

function detailOf(body: unknown): ImpactDetail {
  if (
    typeof body === 'object' &&
    body !== null &&
    'history' in body &&
    Array.isArray(body.history) &&
    'assumptions' in body &&
    Array.isArray(body.assumptions)
  )
    return body as ImpactDetail;
  throw new ApiFault(commonWords.unreadable, null);
}

/** How the interval narrowed around the estimate, on the scale of the rows, from the first look to now. */
function Narrowing({
  history,
  better,
  scale,
}: {
  readonly history: ImpactDetail['history'];
  readonly better: SignalInfo['better'];
  readonly scale: ForestScale;
}): ReactNode {
  const last = history.at(-1)?.seconds ?? 0;
  if (history.length < 2 || last === 0) return null;
  const x = (seconds: number): number => (seconds / last) * width;
  const y = (change: number): number => height * (1 - place(scale, doublings(change, better)));
  const bounded = history.flatMap(({ seconds, low, high }) =>
    low === null || high === null
      ? []
      : [{ at: x(seconds).toFixed(1), low: y(low).toFixed(1), high: y(high).toFixed(1) }],
  );
  const band =
    bounded.length < 2
      ? ''
      : `M${bounded.map(({ at, high }) => `${at} ${high}`).join('L')}L${bounded
          .toReversed()
          .map(({ at, low }) => `${at} ${low}`)
          .join('L')}Z`;
  const line = history
    .flatMap(({ seconds, change }) =>
      change === null ? [] : [`${x(seconds).toFixed(1)} ${y(change).toFixed(1)}`],
    )
    .join('L');
  return (
    <figure className="narrowing">
      <svg viewBox={`0 0 ${String(width)} ${String(height)}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="narrowing-band" d={band} />
        <line x1="0" x2={width} y1={height / 2} y2={height / 2} className="narrowing-zero" />
        {line !== '' && <path className="narrowing-line" d={`M${line}`} />}
      </svg>
      <figcaption>{words.interval(duration(last * 1000))}</figcaption>
    </figure>
  );
}

/** What a verdict stands on: batches, how its interval narrowed, and whether its assumptions hold. */
export default function ImpactBasis({
  signal,
  component,
  better,
  scale,
}: {
  readonly signal: string;
  readonly component: string | null;
  readonly better: SignalInfo['better'];
  readonly scale: ForestScale;
}): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const path =
    hub === null
      ? null
      : apiPath(`/hubs/${encodeURIComponent(hub)}/impact/${encodeURIComponent(signal)}`, { component });
  const { value, fault, again } = useAsked(path, detailOf);
  useWhileSeen(againMs, again);
  if (fault !== null) return null;
  if (value === null) return <p aria-busy="true">{words.reading}</p>;
  return (
    <>
      <p>{batchWords(value)}</p>
      <Narrowing history={value.history} better={better} scale={scale} />
      <ul className="assumptions">
        {value.assumptions.map(({ name, state, words: line }) => (
          <li key={name} data-state={state}>
            <b>{words.assumptions[state]}</b> {line}
          </li>
        ))}
      </ul>
    </>
  );
}
