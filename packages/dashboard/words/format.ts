import * as core from '@hubscope/core/format';
import { told } from './told.js';

// Not by Intl, which takes a page a seventh of a second to wake; a test holds each notation against it.

export { clockMinute, clockTime, sentence, thinSpace, unknown, type Shown } from '@hubscope/core/format';
export { durationToWrite, writtenDuration } from '@hubscope/core/format';
export { tellInUtc, zoneOffset } from '@hubscope/core/format';

export const fixed = (value: number, decimals: number): string => core.fixed(value, decimals, told.notation);

export const show = (value: number | null, unit: string, decimals?: number): core.Shown =>
  core.show(value, unit, decimals, told.notation);

export const showLine = (value: number | null, unit: string, decimals?: number): string =>
  core.showLine(value, unit, decimals, told.notation);

/** A value below a head that names its unit; where it grew out of that unit it brings its own. */
export function showUnderHead(value: number | null, unit: string, decimals?: number): string {
  const shown = show(value, unit, decimals);
  return value === null || shown.unit === unit ? shown.text : showLine(value, unit, decimals);
}

export const showCount = (count: number): string => core.showCount(count, told.notation);

export const showChange = (percent: number | null): string => core.showChange(percent, told.notation);

export const showAxis = (values: readonly number[], unit: string, highest: number): string[] =>
  core.showAxis(values, unit, highest, told.notation);

export const showRound = (value: number): string => core.showRound(value, told.notation);

export const dayAndMonth = (at: number): string => core.dayAndMonth(at, told.notation);

export const momentWords = (at: number, now: number): string => core.momentWords(at, now, told.notation);

export const duration = (ms: number): string => core.duration(ms, told.notation);
