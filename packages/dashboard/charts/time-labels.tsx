import type { ReactNode } from 'react';
import { localOffset, ticks } from '../time/ticks.js';
import { sightSeconds } from './frame.js';
import type { Geometry } from './geometry.js';
import type { Scene } from './scene.js';
import { clockTime } from '../words/format.js';
import { chartWords as words } from '../words/charts.js';

const px = (value: number): string => `${value.toFixed(1)}px`;

const labelled = [60, 45, 30, 15, 0] as const;
/** Clock times are wider. */
const labelledByClock = [60, 30, 0] as const;

/** Seconds ago while the chart is live; clock times where its right edge is no longer now. */
export function TimeLabels({
  geometry,
  scene,
}: {
  readonly geometry: Geometry;
  readonly scene: Scene;
}): ReactNode {
  const behind = Math.round(scene.behind) - 1;
  return (
    <div className="times" aria-hidden="true">
      {(scene.life === 'live' ? labelled : labelledByClock).map((ago) => (
        <span
          key={ago}
          data-end={ago === sightSeconds ? 'first' : ago === 0 ? 'last' : undefined}
          style={{ left: px(geometry.x(geometry.origin - ago)) }}
        >
          {scene.life === 'live' ? relative(ago, behind) : clockTime((scene.origin - ago) * 1000)}
        </span>
      ))}
    </div>
  );
}

/** A hub that is less than two seconds behind is shown as now; else each label counts what it is behind. */
function relative(ago: number, behind: number): string {
  const lag = behind > 2 ? behind : 0;
  if (ago + lag === 0) return words.now;
  const seconds = String(ago + lag);
  return ago === sightSeconds ? `${seconds} s` : ago === 0 ? words.ago(seconds) : seconds;
}

/** Room that a label needs, CSS px. */
const labelRoom = 84;

/** Clock times on round marks, or days where the stretch is long. */
export function PastTimeLabels({
  geometry,
  from,
  to,
}: {
  readonly geometry: Geometry;
  readonly from: number;
  readonly to: number;
}): ReactNode {
  const most = Math.max(2, Math.floor(geometry.width / labelRoom));
  return (
    <div className="times" aria-hidden="true">
      {ticks(from, to, most, localOffset(from)).map(({ at, words: label }) => {
        const x = geometry.x(at - (to - geometry.origin));
        const end = x < 20 ? 'first' : x > geometry.width - 24 ? 'late' : undefined;
        return (
          <span key={at} data-end={end} style={{ left: px(x) }}>
            {label}
          </span>
        );
      })}
    </div>
  );
}
