import {
  logLevels,
  logLine,
  type Log,
  type LogContext,
  type LogForm,
  type LogLevel,
} from '@hubscope/core/log';
import type { Config } from '@hubscope/core/wire';

/** Where lines go: standard error in production. */
export interface LogTarget {
  readonly isTTY?: boolean;
  write(line: string): unknown;
}

/** Writes what the server tells, a line an event. A target that takes nothing more costs the line, not the server. */
export class LogWriter implements Log {
  readonly #target: LogTarget;
  readonly #now: () => number;
  #form: LogForm = 'json';
  #least: LogLevel = 'warn';

  /** @param now ms since the epoch */
  constructor(target: LogTarget, now: () => number) {
    this.#target = target;
    this.#now = now;
  }

  /** How lines are written. */
  get form(): LogForm {
    return this.#form;
  }

  /** Writes as a configuration says from now on. */
  follow({ log_format, log_level }: Pick<Config, 'log_format' | 'log_level'>): void {
    const auto = this.#target.isTTY === true ? 'text' : 'json';
    this.#form = log_format === 'auto' ? auto : log_format;
    this.#least = log_level;
  }

  error(message: string, context: LogContext): void {
    this.#write('error', message, context);
  }

  warn(message: string, context: LogContext): void {
    this.#write('warn', message, context);
  }

  info(message: string, context: LogContext): void {
    this.#write('info', message, context);
  }

  #write(level: LogLevel, message: string, context: LogContext): void {
    if (logLevels.indexOf(level) > logLevels.indexOf(this.#least)) return;
    try {
      this.#target.write(`${logLine(this.#form, { time: this.#now(), level, message, context })}\n`);
    } catch {
      // A file on a disk that is full refuses at once: what was being told goes on without its line.
    }
  }
}
