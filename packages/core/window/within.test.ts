import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinMappings, type Mapping } from '../signal/index.js';
import { second } from '../time/index.js';
import { Cells, SeriesRoom, type NumberForm } from './cells.js';
import { Points } from './points.js';
import { Series } from './series.js';
import { within } from './within.js';

describe('a point that lies within the newest second', () => {
  it('is taken in by its cells as its series would', () => {
    const start = fc.constantFrom(NaN, NaN, NaN, NaN, 1_699_999_000_000, 1_700_000_000_500);
    const point = fc.record({
      step: fc.constantFrom(-5, 0, 1, 1, 1, 2, 3, 3, 4, 19, 20, 400, 1000, 5000),
      value: fc.double({ min: 0, max: 1e6, noNaN: true }),
      start,
      turns: fc.integer({ min: 0, max: 20 }),
    });
    const forms = ['gauge', 'total', 'delta'] as const;
    let taken = 0;
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 5, maxLength: 60 }),
        fc.constantFrom(...forms),
        (given, first) => {
          const sides = [true, false].map((quick) => {
            const cells = new Cells(new SeriesRoom(10, 10));
            const mapping = { ...builtinMappings[0], factor: 0.25 } as Mapping;
            return { quick, cells, series: new Series(mapping, null, cells), fresh: [] as number[] };
          });
          const points = new Points(1);
          let time = 1_700_000_000_000;
          let form: NumberForm = first;
          for (const { step, value, start: from, turns } of given) {
            form = forms[turns] ?? form;
            time += step;
            points.times[0] = time;
            points.values[0] = value;
            points.starts[0] = from;
            const reasons = sides.map(({ quick, cells, series, fresh }) => {
              if (quick && within(cells, series.base, points, 0, form)) {
                taken += 1;
                return null;
              }
              return series.number(points, 0, form, (which) => fresh.push(which));
            });
            expect(reasons[0]).toBe(reasons[1]);
          }
          const [a, b] = sides;
          expect(a?.cells.numbers).toEqual(b?.cells.numbers);
          expect(a?.fresh).toEqual(b?.fresh);
          expect(a?.series.intervalMs()).toBe(b?.series.intervalMs());
          for (let which = 1_700_000_000; which * 1000 <= time; which += 1)
            expect(a?.series.at(second(which))).toBe(b?.series.at(second(which)));
        },
      ),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
