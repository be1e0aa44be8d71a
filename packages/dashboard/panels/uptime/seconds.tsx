'use client';
import type { UptimeAnswer } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { ApiFault, apiPath } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { useLive } from '../../live/live-context.js';
import { useServerNow } from '../../live/use-now.js';
import { useAsked } from '../use-asked.js';
import { blocksOf, stretchWords } from '@hubscope/core/live';
import { cellCount, cellMs, stretchOf } from './cells.js';
import { sumWords, troubleLines } from '../../words/told.js';
import { commonWords } from '../../words/common.js';
import { secondsWords as words } from '../../words/seconds.js';
import { told } from '../../words/told.js';

/** A second in the drawing, px; {words.row}. */
const [width, height] = [5, 9];
const rows = 10;
/** How often the cell that runs is asked for again, ms. */
const againMs = 10_000;
const shownLines = 5;

function answerOf(body: unknown): UptimeAnswer {
  if (typeof body === 'object' && body !== null && 'runs' in body && Array.isArray(body.runs))
    return body as UptimeAnswer;
  throw new ApiFault(commonWords.unreadable, null);
}

/** Ten minutes of the strip, second by second, with the ways to the ones beside. */
export default function CellSeconds({
  cell,
  onCell,
}: {
  readonly cell: number;
  readonly onCell: (cell: number) => void;
}): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const serverNow = useServerNow(true);
  const now = serverNow > 0 ? serverNow : pageNow();
  const { from, to } = stretchOf(cell, now);
  // The cell that runs has seconds up to now only.
  const until = Math.min(to, Math.floor(now / againMs) * againMs);
  const asked =
    hub === null || until <= from
      ? null
      : apiPath(`/hubs/${encodeURIComponent(hub)}/uptime`, { from, to: until });
  const { value, fault } = useAsked(asked, answerOf);
  const runs = value?.runs ?? [];
  const lines = troubleLines(runs);
  const step = (by: number): void => {
    onCell(Math.min(cellCount - 1, Math.max(0, cell + by)));
  };
  return (
    <div
      className="cell-seconds"
      data-testid="uptime-seconds"
      data-from={from}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        step(event.key === 'ArrowLeft' ? -1 : 1);
      }}
    >
      <div className="cell-head">
        <button
          type="button"
          className="button"
          disabled={cell === 0}
          onClick={() => {
            step(-1);
          }}
        >
          <span aria-hidden="true">←</span>
          <span className="only-read">{words.earlier}</span>
        </button>
        <strong>{stretchWords({ from, to })}</strong>
        <button
          type="button"
          className="button"
          disabled={cell === cellCount - 1}
          onClick={() => {
            step(1);
          }}
        >
          <span aria-hidden="true">→</span>
          <span className="only-read">{words.later}</span>
        </button>
      </div>
      <svg
        viewBox={`0 0 ${String((cellMs / 1000 / rows) * width)} ${String(rows * height)}`}
        role="img"
        aria-label={runs.length === 0 ? words.nothing : sumWords(runs)}
      >
        {value !== null &&
          blocksOf(value).map(({ row, column, length, state }) => (
            <rect
              key={`${String(row)} ${String(column)}`}
              className={`second-${state}`}
              data-state={state}
              x={column * width}
              y={row * height}
              width={length * width - 1}
              height={height - 2}
            />
          ))}
      </svg>
      <p data-testid="uptime-sum" aria-live="polite">
        {fault ?? sumWords(runs)}
      </p>
      {lines.length > 0 && (
        <ul>
          {lines.slice(0, shownLines).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {lines.length > shownLines && <li>{words.andMore(lines.length - shownLines)}</li>}
        </ul>
      )}
      <p className="cell-legend" aria-hidden="true">
        {(['up', 'silent', 'down', 'unknown'] as const).map((state) => (
          <span key={state}>
            <i className={`second-${state}`} />
            {told.uptime.states[state]}
          </span>
        ))}
        <span className="cell-scale">{words.row}</span>
      </p>
    </div>
  );
}
