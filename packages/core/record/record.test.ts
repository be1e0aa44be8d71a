import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Collection, type RecordChange, type Records } from './record.js';

const places = new Collection('places', z.object({ name: z.string() }));

/** Records that hold what they are told, as a database would. */
function kept(changes: readonly RecordChange[]): Records {
  return {
    commit: () => Promise.resolve(),
    load: (collection) =>
      Promise.resolve(changes.filter((change) => change.collection === collection && change.value !== null)),
  };
}

describe('a collection', () => {
  it('reads back what it put, and only that', async () => {
    const other = { collection: 'others', id: 'x', value: { name: 'elsewhere' } };
    const records = kept([places.put('a', { name: 'here' }), places.remove('b'), other]);
    const found = await places.load(records, (id, why) => expect.fail(`${id}: ${why}`));
    expect([...found]).toEqual([['a', { name: 'here' }]]);
  });

  it('tells of a value that no longer fits, and reads the others', async () => {
    const records = kept([
      { collection: 'places', id: 'old', value: { label: 'here' } },
      places.put('new', { name: 'here' }),
    ]);
    const unread: string[] = [];
    const found = await places.load(records, (id) => unread.push(id));
    expect([...found.keys()]).toEqual(['new']);
    expect(unread).toEqual(['old']);
  });
});
