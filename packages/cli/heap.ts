import { PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';

/** From the least to the most. */
const rooms = ['small', 'ample', 'roomy'] as const;
export type Room = (typeof rooms)[number];

/** What a second was like: the shares of it that the collector took, and that the event loop was busy, 0–1. */
export interface HeapSecond {
  readonly collected: number;
  readonly busy: number;
}

/** From which share on more room is asked for, and up to which it is no longer needed. */
const collecting = { from: 0.2, until: 0.02 } as const;
const working = { from: 0.3, until: 0.1 } as const;
/** How many seconds in a row must ask for more, or for less. */
const patience = { more: 2, less: 30 } as const;

/** How much room the heap gets: little at rest, more while there is work, and most while the collector has hardly time for anything else. */
export class HeapRoom {
  #level = 0;
  /** Seconds in a row that asked for more (above 0) or for less (below). */
  #run = 0;

  /** Hears of a second. Answers what it is to be from now on; null where it stays as it is. */
  after(second: HeapSecond): Room | null {
    const wish = Math.sign(this.#wanted(second) - this.#level);
    this.#run = Math.sign(this.#run) === wish ? this.#run + wish : wish;
    if (this.#run < patience.more && this.#run > -patience.less) return null;
    this.#level = this.#run > 0 ? this.#wanted(second) : this.#level - 1;
    this.#run = 0;
    return rooms[this.#level] ?? null;
  }

  #wanted({ collected, busy }: HeapSecond): number {
    if (collected >= (this.#level === 2 ? collecting.until : collecting.from)) return 2;
    return busy >= (this.#level === 0 ? working.from : working.until) ? 1 : 0;
  }
}

/**
 * What V8 is told. Most of what the server allocates lives for milliseconds: a nursery that does not grow, and an old generation kept small,
 * make a server at rest some 35 MB smaller. With work to do the second takes some 5 % of the CPU, and under a flood the first takes half of it.
 */
const flags: Readonly<Record<Room, readonly string[]>> = {
  small: ['--semi-space-growth-factor=1', '--optimize-for-size'],
  ample: ['--semi-space-growth-factor=1', '--no-optimize-for-size'],
  roomy: ['--semi-space-growth-factor=2', '--no-optimize-for-size'],
};

function give(room: Room): void {
  for (const flag of flags[room]) setFlagsFromString(flag);
}

/** Keeps the heap of this process as small as its work allows. To be called before anything else is loaded. */
export function fitHeap(): void {
  give('small');
  const room = new HeapRoom();
  let collectedMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collectedMs += duration;
  }).observe({ entryTypes: ['gc'] });
  let lookedAt = performance.now();
  let loop = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.now();
    const loopNow = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(loopNow, loop).utilization;
    const next = room.after({ collected: collectedMs / (now - lookedAt), busy });
    if (next !== null) give(next);
    [collectedMs, lookedAt, loop] = [0, now, loopNow];
  }, 1000).unref();
}
