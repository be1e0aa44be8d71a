import { exitCodes } from '../exit-codes.js';
import { Refused, Unreachable } from './server.js';

/** Runs a command's action: what is refused ends with exit code 2, a server that can't be reached with 3, and a line that says why. */
export function acting<A extends readonly unknown[]>(
  action: (...args: A) => Promise<void>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await action(...args);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = error instanceof Unreachable ? exitCodes.unreachable : exitCodes.badUsage;
    }
  };
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints JSON where it was asked for, else words. */
export function tell(json: boolean | undefined, value: unknown, words: () => string): void {
  say(json === true ? JSON.stringify(value, null, 2) : words());
}

/** Columns with equal widths; all but the first and the last are flushed right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (wide, row) => row.map((cell, place) => Math.max(wide[place] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, place) =>
          place === 0 || place === row.length - 1
            ? cell.padEnd(widths[place] ?? 0)
            : cell.padStart(widths[place] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
