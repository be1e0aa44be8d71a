import { InvalidArgumentError } from 'commander';

/** Reads `5%` or `0.05` from a command line: a fraction of at least 0. */
export function fraction(text: string): number {
  const percent = text.trim().endsWith('%');
  const digits = percent ? text.trim().slice(0, -1) : text.trim();
  const value = /^\d*\.?\d+$/.test(digits) ? Number(digits) / (percent ? 100 : 1) : NaN;
  if (!(value >= 0 && value < 1e6))
    throw new InvalidArgumentError('a fraction is wanted, such as 5% or 0.05.');
  return value;
}

/** Reads a chance from a command line: above 0 and below 1. */
export function chance(text: string): number {
  const value = fraction(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('a number between 0 and 1 is wanted.');
  return value;
}
