import { PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';

export type Room = 'small' | 'roomy';

/** The share of a second that the collector takes when it has too little room, and for how many seconds in a row. */
const cramped = { share: 0.2, seconds: 2 } as const;
/** The same when so much room is no longer needed. */
const calm = { share: 0.02, seconds: 30 } as const;

/** How much room the heap gets: little while it is enough, more while the collector has hardly time for anything else. */
export class HeapRoom {
  #room: Room = 'small';
  /** Seconds in a row that asked for the other. */
  #run = 0;

  /**
   * @param share of the last second that the collector took, 0–1
   * @returns what it is to be from now on; null where it stays as it is
   */
  after(share: number): Room | null {
    const small = this.#room === 'small';
    this.#run = (small ? share >= cramped.share : share <= calm.share) ? this.#run + 1 : 0;
    if (this.#run < (small ? cramped : calm).seconds) return null;
    this.#run = 0;
    this.#room = small ? 'roomy' : 'small';
    return this.#room;
  }
}

/**
 * What V8 is told. Most of what the server allocates lives for milliseconds: a nursery that does not grow, and code and an old generation
 * kept small, make a server at rest some 35 MB smaller. Under a flood the same would take half of the CPU.
 */
const flags: Readonly<Record<Room, readonly string[]>> = {
  small: ['--semi-space-growth-factor=1', '--optimize-for-size'],
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
  setInterval(() => {
    const now = performance.now();
    const next = room.after(collectedMs / (now - lookedAt));
    if (next !== null) give(next);
    [collectedMs, lookedAt] = [0, now];
  }, 1000).unref();
}
