import { hubId } from '@hubscope/core/signal';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Admission } from '../admission.js';
import { at, WriteDoor, type Version } from './testing/door.js';
import type { SeriesLike } from './testing/messages.js';

let now: number;
let admission: Admission;
let door: WriteDoor;
beforeEach(async () => {
  now = 0;
  admission = new Admission({ now: () => now, share: 0.6, maxBytes: 1 << 20 });
  door = await WriteDoor.open(admission);
});
afterEach(() => door.close());

let sent = 0;
const of = (job: string, more: Record<string, string> = {}): SeriesLike => ({
  labels: { __name__: 'process_resident_memory_bytes', instance: 'a', job, ...more },
  samples: [{ value: 5e7, timestamp: at(0) + (sent += 1) }],
});

/** Two hubs have spent all the time that there is, one of them nearly all of it. */
function crowded(): void {
  admission.spent('flood', 550, 1000);
  admission.spent('quiet', 60, 1000);
}

describe.each([1, 2] as const)('remote write %i.0, when there is too much,', (version: Version) => {
  it('refuses the hub that is past its part, unread, and no other', async () => {
    crowded();
    const refused = await door.write([of('flood'), of('quiet')], version);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.body).toContain('The hub flood sends more than its share');
    expect((await door.write([of('quiet')], version)).statusCode).toBe(204);
    expect(door.house.dropped('flood')).toEqual({ refused: 1 });
    expect(door.house.windows.status(hubId('flood'))).toBeNull();
    now += 3000;
    expect((await door.write([of('flood')], version)).statusCode).toBe(204);
  });

  it('goes by the label hub before job', async () => {
    crowded();
    expect((await door.write([of('other', { hub: 'flood' })], version)).statusCode).toBe(503);
    expect((await door.write([of('flood', { hub: 'other' })], version)).statusCode).toBe(204);
  });

  it('knows a hub by its connection, and refuses it before its body is read', async () => {
    expect((await door.write([of('flood')], version, '10.0.0.2')).statusCode).toBe(204);
    crowded();
    // No message at all: nobody has looked.
    expect((await door.post(Buffer.from('nonsense'), version, '10.0.0.2')).statusCode).toBe(503);
    expect((await door.post(Buffer.from('nonsense'), version, '10.0.0.3')).statusCode).toBe(400);
  });

  it('does not blame a hub for what comes on a connection of several', async () => {
    for (const job of ['flood', 'quiet'])
      expect((await door.write([of(job)], version, '10.0.0.2')).statusCode).toBe(204);
    crowded();
    expect((await door.write([of('quiet')], version, '10.0.0.2')).statusCode).toBe(204);
    expect((await door.write([of('flood')], version, '10.0.0.2')).statusCode).toBe(503);
  });

  it('refuses whoever nobody knows where far too much waits', async () => {
    crowded();
    const release = admission.reserve(900_000);
    admission.spent('quiet', 2000, 1000);
    const answer = await door.write([of('new')], version, '10.0.0.9');
    expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('More waits')]);
    release?.();
  });
});

it('what a request cost is noted for the hub of its first series, with its length', async () => {
  const noted: [string, boolean, number | null][] = [];
  await door.close();
  door = await WriteDoor.open({
    wait: () => null,
    queuedMs: () => 0,
    reserve: () => () => undefined,
    spent: (hub, ms, bytes) => noted.push([hub, ms >= 0, bytes]),
  });
  await door.write([of('shop'), of('jobs')], 1);
  await door.post(Buffer.from('nonsense'), 1);
  expect(noted).toEqual([['shop', true, expect.any(Number)]]);
  expect(noted[0]?.[2]).toBeGreaterThan(20);
});
