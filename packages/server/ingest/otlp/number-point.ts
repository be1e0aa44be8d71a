import { Points } from '@hubscope/core/window';
import { type Cursor, field, wire } from './cursor.js';
import type { MetricPlan } from './metric-plans.js';

const { varint, fixed64, bytes: length } = wire;

/** The NumberDataPoint that was read last: one object for all of them, and no number of it in one of its own. */
export const point = {
  /** Its start, time and value, in the first place. */
  numbers: new Points(1),
  flags: 0,
  /** Where its bytes begin. */
  from: 0,
  /** Where its attributes stand, with the tags before them. */
  attributesFrom: 0,
  attributesTo: 0,
  /** Whether nothing stands between them. */
  together: true,
  /** Whether they are those of the series that its plan found last. */
  known: false,
};

/** Reads a point up to `end` into {@link point}. @param plan of its metric @throws RangeError where the bytes are no such message */
export function readPoint(cursor: Cursor, end: number, plan: MetricPlan): void {
  const { starts, times, values } = point.numbers;
  starts[0] = NaN;
  times[0] = NaN;
  values[0] = NaN;
  point.flags = 0;
  point.from = cursor.at;
  point.attributesFrom = 0;
  point.attributesTo = 0;
  point.together = true;
  point.known = false;
  while (cursor.at < end) {
    const before = cursor.at;
    const tag = cursor.tag(end);
    switch (tag) {
      case field(7, length):
        readAttributes(cursor, before, end, plan);
        break;
      case field(2, fixed64):
        cursor.timeInto(starts, end);
        break;
      case field(3, fixed64):
        cursor.timeInto(times, end);
        break;
      case field(4, fixed64):
        cursor.doubleInto(values, end);
        break;
      case field(6, fixed64):
        cursor.sfixed64Into(values, end);
        break;
      case field(8, varint):
        point.flags = cursor.varint(end);
        break;
      default:
        cursor.skip(tag, end);
    }
  }
}

/** Passes over an attribute whose tag begins at `before`; over all of them at once where they are those that were to be expected. */
function readAttributes(cursor: Cursor, before: number, end: number, plan: MetricPlan): void {
  const first = point.attributesTo === 0;
  const expected = first ? plan.following(cursor.words, before, end) : -1;
  point.known = expected > 0;
  cursor.at = point.known ? expected : cursor.length(end);
  if (first) point.attributesFrom = before;
  else if (point.attributesTo !== before) point.together = false;
  point.attributesTo = cursor.at;
}
