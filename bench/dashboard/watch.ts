import type { Page } from 'playwright-core';

/** What a page noted of itself since it began; ms from the start of its navigation. */
export interface Noted {
  /** When the largest of its parts was painted; null before. */
  readonly largestPaint: number | null;
  /** Sum of layout shifts that no one's hand caused (https://web.dev/articles/cls). */
  readonly layoutShift: number;
  /** How long each task of 50 ms and more took. */
  readonly longTasks: readonly { readonly at: number; readonly ms: number }[];
  /** From each press or key until what it did was painted; those under 16 ms are not told of by browsers. */
  readonly interactions: readonly number[];
}

interface Notes {
  largestPaint: number | null;
  layoutShift: number;
  longTasks: { at: number; ms: number }[];
  interactions: Record<number, number>;
}

declare global {
  interface Window {
    noted: Notes;
  }
}

/** Lets a page note what is measured, from its start on. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: Notes = { largestPaint: null, layoutShift: 0, longTasks: [], interactions: {} };
    window.noted = noted;
    const observe = (type: string, each: (entry: PerformanceEntry) => void): void => {
      const observer = new PerformanceObserver((list) => {
        list.getEntries().forEach(each);
      });
      observer.observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
    };
    observe('largest-contentful-paint', ({ startTime }) => (noted.largestPaint = startTime));
    observe('layout-shift', (entry) => {
      const { value, hadRecentInput } = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      };
      if (!hadRecentInput) noted.layoutShift += value;
    });
    observe('longtask', ({ startTime, duration }) => noted.longTasks.push({ at: startTime, ms: duration }));
    observe('event', (entry) => {
      const { interactionId, duration } = entry as PerformanceEventTiming & { interactionId: number };
      if (interactionId === 0) return;
      noted.interactions[interactionId] = Math.max(noted.interactions[interactionId] ?? 0, duration);
    });
  });
}

export async function notedBy(page: Page): Promise<Noted> {
  const { interactions, ...rest } = await page.evaluate(() => window.noted);
  return { ...rest, interactions: Object.values(interactions) };
}
