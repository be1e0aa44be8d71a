import { describe, expect, it } from 'vitest';
import { second } from '@hubscope/core/time';
import { ComponentRows, maxRows, staysSeconds } from './component-rows.js';
import { feedShape } from './feed.js';
import { pointOf, start, table } from './testing/scene.js';

const { componentColumns, throughput: operations } = feedShape(table);
const rowsOf = (): ComponentRows => new ComponentRows(componentColumns, componentColumns.indexOf(operations));

/** Operations of each component in one second; those of 0 are left out of it, as a closed second leaves them out. */
type Work = Readonly<Record<string, number>>;
const seconds = (rows: ComponentRows, from: number, count: number, work: (at: number) => Work) => {
  let [began, left] = [0, 0];
  for (let at = from; at < from + count; at += 1) {
    const before = new Set(rows.list().map(({ key }) => key));
    const points = Object.entries(work(at)).flatMap(([key, throughput]) =>
      throughput === 0 ? [] : [pointOf('shop', at, { throughput }, key)],
    );
    left += rows.advance(second(start + at), points, true).gone.length;
    began += rows.list().filter(({ key }) => !before.has(key)).length;
  }
  return { began, left };
};
const crowd = (count: number, each: (index: number) => number): Work =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`agent:${String(index)}`, each(index)]));
const has = (rows: ComponentRows, key: string): boolean => rows.list().some((row) => row.key === key);

describe('a table of components', () => {
  it('of which more work than have rows stays the same from second to second', () => {
    const rows = rowsOf();
    expect(seconds(rows, 0, 1, () => crowd(5000, () => 1))).toEqual({ began: maxRows, left: 0 });
    expect(seconds(rows, 1, 60, () => crowd(5000, () => 1))).toEqual({ began: 0, left: 0 });
    // Nor do some that are late for a second lose their place to others.
    expect(seconds(rows, 61, 60, (at) => crowd(5000, (index) => (index + at) % 2))).toEqual({
      began: 0,
      left: 0,
    });
  });

  it('gives its rows to the busiest, in time', () => {
    const rows = rowsOf();
    seconds(rows, 0, 10, () => crowd(600, () => 2));
    expect(has(rows, 'agent:590')).toBe(false);
    expect(seconds(rows, 10, 30, () => crowd(600, (index) => (index < 590 ? 2 : 50)))).toEqual({
      began: 10,
      left: 10,
    });
    for (let index = 590; index < 600; index += 1) expect(has(rows, `agent:${String(index)}`)).toBe(true);
  });

  it('gives the row of one that does nothing to one that waits, after a minute', () => {
    const rows = rowsOf();
    const rest = (index: number, idle: number): number => (index < idle ? 0 : 0.2);
    seconds(rows, 0, 10, () => crowd(510, () => 0.2));
    expect(seconds(rows, 10, 50, () => crowd(510, (index) => rest(index, 3)))).toEqual({ began: 0, left: 0 });
    expect(seconds(rows, 60, 20, () => crowd(510, (index) => rest(index, 3)))).toEqual({ began: 3, left: 3 });
    expect([has(rows, 'agent:0'), has(rows, 'agent:2'), has(rows, 'agent:3')]).toEqual([false, false, true]);
  });

  it('lets one go that has done nothing for five minutes, though nobody waits', () => {
    const rows = rowsOf();
    seconds(rows, 0, 1, () => crowd(2, () => 1));
    seconds(rows, 1, staysSeconds - 1, () => crowd(1, () => 1));
    expect(has(rows, 'agent:1')).toBe(true);
    seconds(rows, staysSeconds, 1, () => crowd(1, () => 1));
    expect([has(rows, 'agent:0'), has(rows, 'agent:1')]).toEqual([true, false]);
  });
});
