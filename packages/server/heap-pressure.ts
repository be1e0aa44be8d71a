import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { defaultLimits, type WindowLimits } from '@hubscope/core/window';

/** The heap is nearly full when so much of what it may have is in use after the collector went through all of it, 0–1. */
const fullShare = 0.8;
/** For how long that is held to be so, ms: the collector looks again before that where much is made. */
const heldMs = 1000;
/** The heap for which the bounds of what is remembered are made, bytes. */
const roomyHeap = 1024 * 1024 * 1024;

/** The share of the usual room for what is remembered that fits the heap which this process may have, 0–1. */
export function heapShare(limitBytes = getHeapStatistics().heap_size_limit): number {
  return Math.min(1, limitBytes / roomyHeap);
}

/** The bounds of what windows remember of all hubs together, for a share of the usual room (0–1). */
export function windowLimits(share: number): Pick<WindowLimits, 'rows' | 'hubSeries' | 'allSeries'> {
  const { rows, hubSeries, allSeries } = defaultLimits;
  return { rows: rows * share, hubSeries: hubSeries * share, allSeries: allSeries * share };
}

export interface HeapPressureOptions {
  /** A clock that only goes forward, ms. */
  readonly now: () => number;
  /** The share of the heap that is in use, 0–1. */
  readonly used?: () => number;
  /** Told each time that the heap is found nearly full, after it was not. */
  readonly began?: () => void;
}

function usedShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}

/** Whether the collector went through the whole heap. */
function wasMajor(entry: object): boolean {
  // Its types are those of browsers, which have no collector to observe.
  const { detail } = entry as { readonly detail?: { readonly kind?: number } };
  return detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

/** Knows when the heap is so full that what comes now must wait: past its limit V8 ends the process. */
export class HeapPressure {
  readonly #options: HeapPressureOptions;
  readonly #observer: PerformanceObserver;
  #fullAt = -Infinity;

  constructor(options: HeapPressureOptions) {
    this.#options = options;
    this.#observer = new PerformanceObserver((list) => {
      if (list.getEntries().some(wasMajor)) this.collected();
    });
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  /** Seconds to wait before more is taken in; null where there is room. */
  wait(): number | null {
    return this.#options.now() - this.#fullAt < heldMs ? 1 : null;
  }

  /** The collector went through the whole heap. */
  collected(): void {
    const { now, used = usedShare, began } = this.#options;
    if (used() < fullShare) return;
    if (this.wait() === null) began?.();
    this.#fullAt = now();
  }

  stop(): void {
    this.#observer.disconnect();
  }
}
