import type { Second } from '../time/index.js';
import type { ComponentKey } from './component.js';
import type { HubId } from './names.js';
import { readStatistic, type Reading } from './reading.js';
import type { Column } from './table.js';

/** All signals of one hub (component null) or of one of its components in one second of event time. */
export interface Point {
  readonly hub: HubId;
  readonly component: ComponentKey | null;
  readonly second: Second;
  /** By the signal's index in the table; null where nothing is known. */
  readonly readings: readonly (Reading | null)[];
}

/** A column's value in a point; null where it is unknown. */
export function valueOf(point: Point, column: Column): number | null {
  return readStatistic(column.signal, point.readings[column.signal.index] ?? null, column.statistic);
}
