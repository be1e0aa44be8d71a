'use client';
import { useEffect, useState, type CSSProperties, type ReactNode } from 'react';
import { tourWords as words } from '../../words/tour.js';
import { endTour } from './touring.js';

/** What each mark points at. */
const marks = [
  { at: '[data-testid="card-latency"]', of: 'card' },
  { at: '[data-testid="impact"]', of: 'impact' },
  { at: '[data-testid="search"]', of: 'search' },
] as const;

const wide = 300;
const gap = 10;
const edge = 12;

/** Where something stands in the window; followed as the page moves. Null where it is not seen. */
function useBox(selector: string): DOMRect | null {
  const [box, setBox] = useState<DOMRect | null>(null);
  useEffect(() => {
    const target = document.querySelector(selector);
    target?.scrollIntoView({ block: 'nearest' });
    const look = (): void => {
      const found = target?.getBoundingClientRect() ?? null;
      setBox(found === null || found.width === 0 ? null : found);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [selector]);
  return box;
}

/** Below what it points at where there is room, else above it; within the window. */
function placeOf({ left, width, top, bottom }: DOMRect): CSSProperties {
  const most = window.innerWidth - wide - edge;
  const x = Math.max(edge, Math.min(most, left + width / 2 - wide / 2));
  const below = bottom + gap;
  return below + 180 < window.innerHeight
    ? { left: x, top: below }
    : { left: x, bottom: Math.max(edge, Math.min(window.innerHeight - top + gap, window.innerHeight - 200)) };
}

/** Three marks, each at something that is there. */
export default function Tour(): ReactNode {
  const [at, setAt] = useState(0);
  const mark = marks[at];
  const box = useBox(mark?.at ?? 'main');
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      endTour();
    };
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('keydown', onKey, true);
    };
  }, []);
  if (mark === undefined || box === null) return null;
  const last = at === marks.length - 1;
  const [title = '', said = ''] = words[mark.of];
  return (
    <>
      <i
        className="tour-ring"
        aria-hidden="true"
        style={{ left: box.left - 4, top: box.top - 4, width: box.width + 8, height: box.height + 8 }}
      />
      <section
        className="tour-mark"
        role="dialog"
        aria-label={`${title}, ${words.at(at + 1, marks.length)}`}
        data-testid="tour"
        style={placeOf(box)}
      >
        <h2>{title}</h2>
        <p>{said}</p>
        <footer>
          <span className="label">{words.at(at + 1, marks.length)}</span>
          {!last && (
            <button type="button" className="button" onClick={endTour}>
              {words.enough}
            </button>
          )}
          <button
            key={mark.at}
            type="button"
            className="button"
            autoFocus
            onClick={() => {
              if (last) endTour();
              else setAt(at + 1);
            }}
          >
            {last ? words.done : words.next}
          </button>
        </footer>
      </section>
    </>
  );
}
