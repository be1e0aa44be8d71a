'use client';
import type { Peak, Trend } from '@hubscope/core/wire';
import { useId, type ReactNode } from 'react';
import { Sparkline } from '../charts/sparkline.js';
import type { OwnHue } from '../charts/spec.js';
import { columnIn, signalOf, lifeOf } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import { Arrow } from './icons.js';
import { useShownValue } from './shown-value.js';
import { useHour } from './use-hour.js';
import { usePlace } from '../time/use-place.js';
import { show, showChange, showLine, thinSpace, unknown, clockTime } from '../words/format.js';
import { pageWords as words } from '../words/page.js';

export interface CardSpec {
  readonly hue: OwnHue;
  readonly column: string;
}

/** Cells of a one-hour sparkline; a younger hub fills them from the right. */
const hourCells = 120;

function TrendMark({ trend }: { readonly trend: Trend | null }): ReactNode {
  if (trend === null || trend.verdict === 'unknown' || trend.change === null) {
    return (
      <span className="trend" data-verdict="unknown" title={words.trendUnknown}>
        {unknown}
      </span>
    );
  }
  if (trend.verdict === 'steady') {
    return (
      <span className="trend" data-verdict="steady">
        {words.steady}
      </span>
    );
  }
  return (
    <span className="trend" data-verdict={trend.verdict}>
      <Arrow up={trend.change > 0} />
      {showChange(trend.change)}
      <span className="only-read">
        {trend.verdict === 'changed' ? words.thanBefore : `, ${words.trends[trend.verdict]}`}
      </span>
    </span>
  );
}

const spanWords: Readonly<Record<number, string>> = { 60: '60 s', 3600: '1 h' };

/** Peak and mean of the last minute and hour, below the card while it is pointed at. */
function Extremes({
  id,
  peaks,
  unit,
  decimals,
}: {
  readonly id: string;
  readonly peaks: readonly Peak[];
  readonly unit: string;
  readonly decimals: number;
}): ReactNode {
  return (
    <div className="extremes" id={id} role="tooltip">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.last}</th>
            <th scope="col">{words.mean}</th>
            <th scope="col">{words.peak}</th>
            <th scope="col">{words.at}</th>
          </tr>
        </thead>
        <tbody>
          {peaks.map(({ over, mean, max, max_at: at }) => (
            <tr key={over}>
              <th scope="row">{spanWords[over] ?? `${String(over)} s`}</th>
              <td>{showLine(mean, unit, decimals)}</td>
              <td>{showLine(max, unit, decimals)}</td>
              <td>{at === null ? unknown : clockTime(at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One of the four: what it is now, how the last minute compares with the hour, and that hour's shape. */
export function Card({ spec }: { readonly spec: CardSpec }): ReactNode {
  const { column, hue } = spec;
  const label = words.cards[hue];
  const id = useId();
  const { value, from } = useShownValue(column);
  const signal = useLive(({ replica }) =>
    replica.view === null ? null : signalOf(replica.view.signals, column),
  );
  const trend = useLive((state) =>
    lifeOf(state) === 'silent' ? null : columnIn(state.replica.view?.judgement?.trends ?? {}, column),
  );
  const peaks = useLive(({ replica }) => columnIn(replica.view?.judgement?.peaks ?? {}, column));
  const hour = useHour(column);
  const { component } = usePlace();
  const unit = signal?.unit ?? '';
  const decimals = signal?.decimals ?? 1;
  const shown = show(value, unit, decimals);
  const hasPeaks = peaks !== null && peaks.length > 0 && component === null;
  return (
    <section
      className="panel card"
      aria-label={label}
      aria-describedby={hasPeaks ? id : undefined}
      tabIndex={hasPeaks ? 0 : undefined}
      data-testid={`card-${hue}`}
      data-value={value ?? ''}
    >
      <div className="card-head">
        <h2 className="label">{label}</h2>
        {from === null && component !== null ? null : from === null ? (
          <TrendMark trend={trend} />
        ) : (
          <span className="trend" data-verdict="steady">
            {from}
          </span>
        )}
      </div>
      <p className="value">
        {shown.text}
        <span className="unit">
          {thinSpace}
          {shown.unit}
        </span>
      </p>
      <div className="card-foot">
        <Sparkline values={hour} length={hourCells} hue={hue} />
      </div>
      {hasPeaks && <Extremes id={id} peaks={peaks} unit={unit} decimals={decimals} />}
    </section>
  );
}
