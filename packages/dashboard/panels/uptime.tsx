'use client';
import type { ReactNode } from 'react';
import { thinSpace, unknown } from '../format/number.js';
import { duration } from '../format/time.js';
import { counted } from '../format/words.js';
import { useLive } from '../live/live-context.js';

const cellCount = 144;

/** Cut, not rounded: 99.999 % is not all of the time. */
function cut(percent: number): string {
  return percent >= 100 ? '100' : (Math.floor(percent * 100) / 100).toFixed(2);
}

/** The share of the last 24 hours in which the hub reported, with a cell for every ten minutes. */
export function Uptime(): ReactNode {
  const uptime = useLive(({ replica }) => replica.view?.judgement?.uptime ?? null);
  const percent = uptime?.percent ?? null;
  const cells = uptime?.cells ?? [];
  const padded = [
    ...Array.from({ length: Math.max(0, cellCount - cells.length) }, () => 'unknown' as const),
    ...cells,
  ];
  const down = cells.filter((cell) => cell === 'down' || cell === 'mixed').length;
  const known = uptime === null ? 0 : uptime.known_seconds;
  return (
    <div
      className="uptime"
      title={known === 0 ? undefined : `${duration(known * 1000)} of the last 24 h are known`}
    >
      <span className="label">Uptime</span>
      <span className="number" data-testid="uptime" data-value={percent ?? ''}>
        {percent === null ? unknown : cut(percent) + thinSpace + '%'}
      </span>
      <svg
        viewBox={`0 0 ${String(cellCount * 4 - 1)} 18`}
        preserveAspectRatio="none"
        role="img"
        aria-label={
          down === 0
            ? 'No outage known in the last 24 hours'
            : `Trouble in ${counted(down, 'stretch of ten minutes', 'stretches of ten minutes')} of the last 24 hours`
        }
      >
        {padded.map((cell, index) => (
          <rect key={index} className={`cell-${cell}`} x={index * 4} y="0" width="3" height="18" rx="1" />
        ))}
      </svg>
      <span className="label span">24 h</span>
    </div>
  );
}
