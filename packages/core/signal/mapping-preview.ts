import { fitsGlob } from '../judge/glob.js';
import type { MappingRow } from './written-mapping.js';

/** A metric series or a kind of span that was seen lately. */
export interface SeenTelemetry {
  readonly hub: string;
  readonly type: 'metric' | 'span';
  readonly name: string;
  /** As far as they were read; of a span, that is those that some row or convention wants. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The signals that it gives now. */
  readonly signals: readonly string[];
}

/** What a row would match of what was seen. */
export interface RowPreview {
  /** How many of the series and kinds of spans seen. */
  readonly matched: number;
  /** Some of them. */
  readonly examples: readonly SeenTelemetry[];
}

const mostExamples = 5;

function fits(row: MappingRow, seen: SeenTelemetry): boolean {
  if (
    seen.type === 'metric'
      ? row.metric !== seen.name
      : row.span === undefined || !fitsGlob(row.span, seen.name)
  )
    return false;
  return Object.entries(row.attributes).every(([key, value]) => seen.attributes[key] === value);
}

/** Says of each row what it would match. */
export function previewMapping(
  rows: readonly MappingRow[],
  seen: readonly SeenTelemetry[],
): readonly RowPreview[] {
  return rows.map((row) => {
    const matching = seen.filter((each) => fits(row, each));
    return { matched: matching.length, examples: matching.slice(0, mostExamples) };
  });
}
