/** How far this clock may stand from the system's before it is set again, ms. */
const driftMs = 5;

let correction = 0;

/**
 * Wall-clock time with fractions of a millisecond, ms since the epoch. All threads of a process read the same steady clock, so
 * that times of two threads can be subtracted; where the system's clock is set, it follows.
 */
export function wallClock(): number {
  const now = performance.timeOrigin + performance.now() + correction;
  const off = Date.now() - now;
  if (Math.abs(off) <= driftMs) return now;
  correction += off;
  return now + off;
}
