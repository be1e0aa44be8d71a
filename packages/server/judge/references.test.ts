import { expect, it } from 'vitest';
import { hubId } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { PastReferences, type PastQuery } from './references.js';
import { start, table } from './testing/court.js';

const column = table.column('memory') ?? expect.fail('no memory');
const hub = hubId('shop');

it.each([
  ['hour', -3660, 3600],
  ['yesterday', -86_400 - 150, 300],
] as const)(
  'against %s is read from %i s on, for %i s, once a minute while it is asked for',
  async (against, ago, length) => {
    const clock = new SimulatedClock(millis(start * 1000));
    const queries: PastQuery[] = [];
    const references = new PastReferences(clock, {
      history: (query) => {
        queries.push(query);
        return Promise.resolve([[7]]);
      },
    });
    const ask = (): number | null => references.reference(hub, null, column, against);
    expect(ask()).toBeNull();
    await references.refresh();
    expect(ask()).toBe(7);
    expect(queries).toMatchObject([
      { hub, component: null, from: start + ago, to: start + ago + length, stepSeconds: length },
    ]);
    for (let second = 0; second < 120; second += 1) {
      clock.advance(1000);
      ask();
      await references.refresh();
    }
    expect(queries).toHaveLength(3);
    // Nobody asks any more.
    clock.advance(600_000);
    await references.refresh();
    clock.advance(600_000);
    await references.refresh();
    expect(queries).toHaveLength(3);
  },
);
