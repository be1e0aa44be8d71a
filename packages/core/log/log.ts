/** The gravest first. */
export const logLevels = ['error', 'warn', 'info'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What stands beside a message: names and values, which may come from strangers. */
export type LogContext = Readonly<Record<string, unknown>>;

/** Where what goes wrong is told. */
export interface FaultLog {
  error(message: string, context: LogContext): void;
}

/** Where the server tells what happens: faults, what needs a look, and what it does. */
export interface Log extends FaultLog {
  warn(message: string, context: LogContext): void;
  info(message: string, context: LogContext): void;
}
