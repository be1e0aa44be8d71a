'use client';
import { lazy, Suspense, useState, type MouseEvent, type ReactNode } from 'react';
import { useLive } from '../../live/live-context.js';
import { Sheet, usePopover } from '../popover.js';
import { cellCount, firstCell } from './cells.js';
import { thinSpace, unknown, duration } from '../../words/format.js';
import { pageWords as words } from '../../words/page.js';
import { fixed } from '../../words/format.js';

// Not part of the first view.
const CellSeconds = lazy(() => import('./seconds.js'));

/** Cut, not rounded: 99.999 % is not all of the time. */
function cut(percent: number): string {
  return percent >= 100 ? '100' : fixed(Math.floor(percent * 100) / 100, 2);
}

/** The share of the last 24 hours in which the hub reported, with a cell for every ten minutes that opens into its seconds. */
export function Uptime(): ReactNode {
  const uptime = useLive(({ replica }) => replica.view?.judgement?.uptime ?? null);
  const { open, root, button, toggle } = usePopover();
  const [cell, setCell] = useState(cellCount - 1);
  const percent = uptime?.percent ?? null;
  const cells = uptime?.cells ?? [];
  const padded = [
    ...Array.from({ length: Math.max(0, cellCount - cells.length) }, () => 'unknown' as const),
    ...cells,
  ];
  const down = cells.filter((each) => each === 'down' || each === 'mixed').length;
  const known = uptime === null ? 0 : uptime.known_seconds;
  const press = ({ currentTarget, clientX, detail }: MouseEvent<HTMLButtonElement>): void => {
    const strip = currentTarget.querySelector('svg')?.getBoundingClientRect();
    // By a key, or beside the strip: where something was wrong last.
    const aimed = detail > 0 && strip !== undefined && clientX >= strip.left && clientX <= strip.right;
    const place = aimed ? Math.floor(((clientX - strip.left) / strip.width) * cellCount) : firstCell(cells);
    const wanted = Math.min(cellCount - 1, Math.max(0, place));
    const same = wanted === cell;
    setCell(wanted);
    // Another cell of an open strip is shown; the same closes it.
    if (!open || same) toggle();
  };
  return (
    <div className="uptime-place" ref={root}>
      <button
        type="button"
        className="uptime"
        ref={button}
        aria-expanded={open}
        data-testid="uptime-strip"
        title={known === 0 ? undefined : words.uptimeKnown(duration(known * 1000))}
        onClick={press}
      >
        <span className="label">{words.uptime}</span>
        <span className="number" data-testid="uptime" data-value={percent ?? ''}>
          {percent === null ? unknown : cut(percent) + thinSpace + '%'}
        </span>
        <svg
          viewBox={`0 0 ${String(cellCount * 4 - 1)} 18`}
          preserveAspectRatio="none"
          role="img"
          aria-label={down === 0 ? words.noOutage : words.outages(down)}
        >
          {padded.map((each, index) => (
            <rect
              key={index}
              className={`cell-${each}`}
              data-open={open && index === cell}
              x={index * 4}
              y="0"
              width="3"
              height="18"
              rx="1"
            />
          ))}
        </svg>
        <span className="label span">{words.day}</span>
      </button>
      {open && (
        <Sheet label={words.uptimeSeconds} side="right">
          <Suspense fallback={<p>{words.readingSeconds}</p>}>
            <CellSeconds cell={cell} onCell={setCell} />
          </Suspense>
        </Sheet>
      )}
    </div>
  );
}
