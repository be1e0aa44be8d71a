import * as cell from './cells.js';
import type { Cells, NumberForm } from './cells.js';
import { togetherMs } from './interval.js';
import type { Points } from './points.js';

/**
 * Takes in a number by the cells of its series alone, where they say all of it: it follows a point that belongs to the same arrivals, and all
 * that it stands for lies within the newest second. Answers whether it did; where not nothing has changed, and the series itself must see.
 * Most points of a sender that writes often are of this kind: it does, in one line of memory, what {@link Series.number} would.
 */
export function within(cells: Cells, base: number, points: Points, at: number, form: NumberForm): boolean {
  const { numbers } = cells;
  const slot = base / cell.width;
  if (cells.forms[slot] !== cell.formCode(form)) return false;
  const time = points.times[at] ?? NaN;
  const last = numbers[base + cell.newest] ?? NaN;
  const open = (numbers[base + cell.open] ?? NaN) * 1000;
  if (!(time > last && time - (numbers[base + cell.arrived] ?? NaN) < togetherMs)) return false;
  if (!(last >= open && time <= open + 1000)) return false;
  let value = points.values[at] ?? NaN;
  const factor = cells.factors[slot] ?? NaN;
  let tells: number;
  if (form === 'gauge') tells = value *= factor;
  else if (form === 'total') {
    const start = points.starts[at] ?? NaN;
    const begun = numbers[base + cell.begun] ?? NaN;
    // NaN is no start: then neither comparison holds.
    if (start < begun || start > begun) return false;
    const before = numbers[base + cell.value] ?? NaN;
    tells = ((value >= before ? value - before : value) * factor * 1000) / (time - last);
    numbers[base + cell.begun] = start;
  } else return false;
  const covers = (time - last) / 1000;
  numbers[base + cell.newest] = time;
  numbers[base + cell.value] = value;
  numbers[base + cell.weighted] = (numbers[base + cell.weighted] ?? NaN) + tells * covers;
  numbers[base + cell.covered] = (numbers[base + cell.covered] ?? NaN) + covers;
  return true;
}
