import { millis, type Clock } from '@hubscope/core/time';

/** This machine's clock. */
export const clock: Clock = { now: () => millis(Date.now()) };

/** What goes wrong, a line of JSON each on standard error. */
export const log = {
  error(message: string, context: Readonly<Record<string, unknown>>): void {
    process.stderr.write(`${JSON.stringify({ level: 'error', message, ...context })}\n`);
  },
};
