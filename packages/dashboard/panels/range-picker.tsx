'use client';
import { useState, type ReactNode } from 'react';
import { pageNow } from '../live/browser-world.js';
import { liveRange, mainSpans, moreSpans, pastRange, type Range } from '../time/range.js';
import { usePlace, usePlaces } from '../time/use-place.js';
import { zoneOffset } from '../words/format.js';
import { Chevron } from './icons.js';
import { pastWords } from './past-words.js';
import { Sheet, usePopover } from './popover.js';
import { pageWords as words } from '../words/page.js';

function isSpan(range: Range, span: number): boolean {
  return range.kind === 'last' && range.span === span;
}

/** How much time the charts show, and how to come back to now. */
export function RangePicker({ testId }: { readonly testId?: string }): ReactNode {
  const { range } = usePlace();
  const places = usePlaces();
  const more = moreSpans.find(({ span }) => isSpan(range, span));
  return (
    <div className="ranges" data-testid={testId}>
      {range.kind === 'past' && (
        <span className="past-words" data-testid={testId === undefined ? undefined : 'past-words'}>
          {pastWords(range.from, range.to)}
        </span>
      )}
      <div className="segments" role="group" aria-label={words.timeShown}>
        <button
          type="button"
          aria-pressed={range.kind === 'live'}
          onClick={() => {
            places.show(liveRange);
          }}
        >
          {words.live}
        </button>
        {mainSpans.map(({ id, span }) => (
          <button
            type="button"
            key={id}
            aria-pressed={isSpan(range, span)}
            onClick={() => {
              places.show({ kind: 'last', span });
            }}
          >
            {words.spans[id]}
          </button>
        ))}
        <MoreSpans chosen={more === undefined ? null : words.spans[more.id]} />
      </div>
    </div>
  );
}

function MoreSpans({ chosen }: { readonly chosen: string | null }): ReactNode {
  const places = usePlaces();
  const { range } = usePlace();
  const { open, root, button, toggle, close } = usePopover();
  const done = (next: Range): void => {
    places.show(next);
    close();
    button.current?.focus();
  };
  return (
    <div className="more-spans" ref={root}>
      <button
        type="button"
        ref={button}
        aria-label={chosen === null ? words.moreSpans : words.moreSpansThan(chosen)}
        aria-pressed={chosen !== null}
        aria-expanded={open}
        onClick={toggle}
      >
        {chosen}
        <Chevron />
      </button>
      {open && (
        <Sheet label={words.moreSpans} side="right">
          <ul className="choices">
            {moreSpans.map(({ id, span }) => (
              <li key={id}>
                <button
                  type="button"
                  aria-pressed={isSpan(range, span)}
                  onClick={() => {
                    done({ kind: 'last', span });
                  }}
                >
                  {words.lastSpan(words.spans[id])}
                </button>
              </li>
            ))}
          </ul>
          <FromTo onChoose={done} />
        </Sheet>
      )}
    </div>
  );
}

/** A moment as a date field has it, on the clock that times are told by; ms since the epoch. */
function localField(at: number): string {
  return new Date(at + zoneOffset(at)).toISOString().slice(0, 16);
}

/** The same the other way, s since the epoch; NaN where nothing is filled in. */
function momentOfField(text: string): number {
  const asUtc = Date.parse(`${text}Z`);
  return (asUtc - zoneOffset(asUtc - zoneOffset(asUtc))) / 1000;
}

/** A stretch by its two ends, on the clock that times are told by. */
function FromTo({ onChoose }: { readonly onChoose: (range: Range) => void }): ReactNode {
  const [now] = useState(pageNow);
  const [from, setFrom] = useState(() => localField(now - 3_600_000));
  const [to, setTo] = useState(() => localField(now));
  const ends = [momentOfField(from), momentOfField(to)] as const;
  const able = ends[1] > ends[0];
  return (
    <form
      className="from-to"
      onSubmit={(event) => {
        event.preventDefault();
        if (able) onChoose(pastRange(ends[0], ends[1], pageNow() / 1000));
      }}
    >
      <label>
        {words.from}
        <input
          type="datetime-local"
          value={from}
          onChange={(event) => {
            setFrom(event.target.value);
          }}
        />
      </label>
      <label>
        {words.to}
        <input
          type="datetime-local"
          value={to}
          onChange={(event) => {
            setTo(event.target.value);
          }}
        />
      </label>
      <button type="submit" className="button" disabled={!able}>
        {words.show}
      </button>
    </form>
  );
}
