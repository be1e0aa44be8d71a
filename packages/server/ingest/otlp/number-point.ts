import { Points } from '@hubscope/core/window';
import { type Cursor, field, wire } from './cursor.js';

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
};

/** Reads a point up to `end` into {@link point}. @throws RangeError where the bytes are no such message */
export function readPoint(cursor: Cursor, end: number): void {
  const { starts, times, values } = point.numbers;
  starts[0] = NaN;
  times[0] = NaN;
  values[0] = NaN;
  point.flags = 0;
  point.from = cursor.at;
  point.attributesFrom = 0;
  point.attributesTo = 0;
  point.together = true;
  while (cursor.at < end) {
    const before = cursor.at;
    const tag = cursor.tag(end);
    switch (tag) {
      case field(7, length):
        cursor.at = cursor.length(end);
        if (point.attributesTo === 0) point.attributesFrom = before;
        else if (point.attributesTo !== before) point.together = false;
        point.attributesTo = cursor.at;
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
