import type { ReactNode } from 'react';
import { rowsOf, type Heatmap } from './heatmap.js';
import { strengthOf, topOf } from './paint.js';
import { showRound } from '../../words/format.js';
import { heatmapWords } from '../../words/heatmap.js';

/** Colours that the key shows. */
const steps = [0.02, 0.1, 0.25, 0.5, 0.75, 1] as const;

/** Below the picture: what is under the cursor, else what it shows; and what a colour counts. */
export function HeatLegend({
  heatmap,
  fault,
  read,
}: {
  readonly heatmap: Heatmap | null;
  readonly fault: string | null;
  /** What is under the cursor, in words. */
  readonly read: string | null;
}): ReactNode {
  const top = heatmap === null ? null : topOf(heatmap);
  return (
    <div className="heat-legend" data-read={read !== null}>
      <span className="heat-read" data-testid="heat-read">
        {read ?? fault ?? words(heatmap)}
      </span>
      {top !== null && (
        <span className="heat-key" data-testid="heat-key">
          <span className="only-read">{heatmapWords.inCell}</span>1
          <span className="heat-ramp" aria-hidden="true">
            {steps.map((part) => (
              <i key={part} style={{ opacity: strengthOf(part, 1) }} />
            ))}
          </span>
          {heatmapWords.perCell(showRound(top))}
        </span>
      )}
    </div>
  );
}

function words(heatmap: Heatmap | null): string {
  if (heatmap === null) return heatmapWords.reading;
  if (rowsOf(heatmap) === 0) return heatmapWords.none;
  return heatmap.resolution === 'exact' ? heatmapWords.click : heatmapWords.spread;
}
