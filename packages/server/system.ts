import { millis, type Clock } from '@hubscope/core/time';

/** This machine's clock. */
export const clock: Clock = { now: () => millis(Date.now()) };

/** Says that this machine's clock was set back, by ms. */
export function clockSetBack(ms: number): void {
  log.error('the clock was set back: every hub begins anew', { seconds: ms / 1000 });
}

/** What goes wrong, a line of JSON each on standard error. */
export const log = {
  error(message: string, context: Readonly<Record<string, unknown>>): void {
    process.stderr.write(`${JSON.stringify({ level: 'error', message, ...context })}\n`);
  },
};
