import { millis, type Clock } from '@hubscope/core/time';
import { LogWriter } from './log-writer.js';

/** This machine's clock. */
export const clock: Clock = { now: () => millis(Date.now()) };

/** What the server tells of itself, on standard error. */
export const log = new LogWriter(
  { isTTY: process.stderr.isTTY, write: (line) => process.stderr.write(line) },
  () => Date.now(),
);

/** Says that this machine's clock was set back, by ms. */
export function clockSetBack(ms: number): void {
  log.error('the clock was set back: every hub begins anew', { seconds: ms / 1000 });
}

/** Says that telemetry is refused for want of memory. */
export function heapNearlyFull(): void {
  log.warn('the memory of this process is nearly full: telemetry is refused until there is room', {});
}

/** Says of errors what could not be done. */
export function failing(what: string): (error: unknown) => void {
  return (error) => {
    log.error(what, { error });
  };
}
