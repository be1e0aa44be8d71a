import { hubId } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import { describe, expect, it } from 'vitest';
import { maxResolved } from './incidents.js';
import { maxCommitted } from './journal.js';
import { finish } from './steps.js';
import { Court, pointOf, start } from './testing/court.js';

const rule = { name: 'Much memory', for: 0, keep_firing_for: 0, component: 'agent:*' };
const many = 6000;
/** Alerts that one step may tell of: some milliseconds' work. */
const perStep = 25;

/** A second in which every agent of a hub uses so much memory. */
function secondOf(which: number, memory: number): Parameters<Court['judge']['second']>[0] {
  return {
    hub: hubId('shop'),
    second: second(start + which),
    point: pointOf('shop', null, start + which, {}),
    components: Array.from({ length: many }, (_, n) =>
      pointOf('shop', `agent:${String(n)}`, start + which, { memory }),
    ),
    amended: false,
    lagMs: 0,
  };
}

describe('thousands of alerts in one second', () => {
  it('are taken in by many short steps, and written by many small commits, each with all that belongs to an alert', async () => {
    const court = await new Court({ rules: [rule] }).open();
    const { judge, shelf, told } = court;
    for (const [which, memory] of [50, 150, 50].entries()) {
      let before = told.length;
      let most = 0;
      const steps = judge.second(secondOf(which, memory));
      for (let step = steps.next(); step.done !== true; step = steps.next()) {
        most = Math.max(most, told.length - before);
        before = told.length;
        // As between real steps, what was handed in is written meanwhile.
        await Promise.resolve();
      }
      expect(most).toBeLessThanOrEqual(perStep);
      const { alerts, leftOut } = judge.alerts({ hub: 'shop', limit: 1000 });
      expect([alerts.length, leftOut]).toEqual(which === 0 ? [0, 0] : [1000, many - 1000]);
      await judge.journal.flush();
      court.clock.advance(1000);
      finish(judge.tick());
      await judge.journal.flush();
    }
    expect(told.filter(({ kind }) => kind === 'fired')).toHaveLength(many);
    expect(told.filter(({ kind }) => kind === 'resolved')).toHaveLength(many);
    expect(shelf.kept.get('outbox')?.size).toBe(2 * many);
    expect(shelf.kept.get('incidents')?.size).toBe(maxResolved);
    // Nobody is told of what is not on disk, and nothing is on disk of which nobody will be told.
    const torn = shelf.commits.flatMap((changes) => {
      const states = new Map(
        changes.flatMap(({ collection, id, value }) =>
          collection === 'incidents' && value !== null ? [[id, (value as { state: string }).state]] : [],
        ),
      );
      return changes.filter(({ collection, id }) => {
        const [incident = '', kind] = id.split('/');
        return collection === 'outbox' && states.get(incident) !== (kind === 'fired' ? 'firing' : 'resolved');
      });
    });
    expect(torn).toEqual([]);
    expect(Math.max(...shelf.commits.map(({ length }) => length))).toBeLessThanOrEqual(maxCommitted);
    // Three records a transition; a commit takes as many as it may.
    expect(shelf.commits.length).toBeLessThan((2 * 3 * many) / (maxCommitted / 3));
  });
});

describe('what is handed in while a commit is under way', () => {
  it('is one with what it shares a record with, whatever else waits', async () => {
    const { judge, shelf } = await new Court({ rules: [] }).open();
    // What it keeps of its rules at the start.
    await judge.journal.flush();
    shelf.commits.length = 0;
    const put = (id: string, value: number): { collection: string; id: string; value: number } => ({
      collection: 'some',
      id,
      value,
    });
    judge.journal.add([put('a', 1), put('b', 1)]);
    judge.journal.add(Array.from({ length: maxCommitted - 1 }, (_, n) => put(`many ${String(n)}`, 1)));
    judge.journal.add([put('c', 1), put('a', 2)]);
    await judge.journal.flush();
    const [first, second] = shelf.commits.map((changes) => changes.map(({ id, value }) => [id, value]));
    expect(first).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ]);
    expect(second).toHaveLength(maxCommitted - 1);
  });
});
