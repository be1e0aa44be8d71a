import type { Growth } from '@hubscope/core/growth';

const hour = 3600;

/** A time ahead as a person says it. */
function ahead(seconds: number): string {
  if (seconds < 90) return `${String(Math.max(10, Math.ceil(seconds / 10) * 10))} s`;
  if (seconds < 1.5 * hour) return `${String(Math.round(seconds / 60))} min`;
  return seconds < 72 * hour
    ? `${String(Math.round(seconds / hour))} h`
    : `${String(Math.round(seconds / (24 * hour)))} days`;
}

/** Two figures that say something, none that do not. */
function figure(value: number): string {
  const decimals = Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 0.095 ? 1 : 2;
  return value.toFixed(decimals).replace('-', '−');
}

/**
 * `grows 1.2 MB an hour, 80 MB in about 26 h`. The least limit above it is named, else when it has doubled.
 * @param limits thresholds of rules that it must not exceed, MB
 */
export function growthWords(
  { perHour, low, high, level, bound, state }: Growth,
  limits: readonly number[],
): string {
  if (state === 'stable') return `stable within ${figure(bound)} MB an hour`;
  if (state === 'falling') return `falls ${figure(-perHour)} MB an hour`;
  if (state === 'growing') {
    const reached = Math.min(...limits.filter((limit) => limit > level), Infinity);
    const doubled = reached > 1000 * level;
    const seconds = (hour * ((doubled ? 2 * level : reached) - level)) / perHour;
    const where = doubled ? 'twice as much' : `${String(Number(reached.toFixed(1)))} MB`;
    const when = level > 0 && Number.isFinite(seconds) ? `, ${where} in about ${ahead(seconds)}` : '';
    return `grows ${figure(perHour)} MB an hour${when}`;
  }
  return `between ${figure(low)} and ${figure(high)} MB an hour, so not known to be stable`;
}

/** What is said before anything is known. */
export function notYetWords(secondsMore: number): string {
  return `not yet known, about ${ahead(secondsMore)} more`;
}
