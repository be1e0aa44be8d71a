import { afterEach, beforeEach, expect, it } from 'vitest';
import { at, WriteDoor } from './testing/door.js';
import type { SeriesLike } from './testing/messages.js';

let door: WriteDoor;
beforeEach(async () => {
  door = await WriteDoor.open();
});
afterEach(() => door.close());

const of = (name: string, value: number, tick: number, labels: object = {}): SeriesLike => ({
  labels: { __name__: name, instance: 'a:9090', job: 'shop', ...labels },
  samples: [{ value, timestamp: at(tick) }],
});

it('a JVM that tells of its pools of memory and its CPU time has memory and CPU', async () => {
  await door.play(
    5,
    (tick) => [
      of('jvm_memory_used_bytes', 60e6, tick, {
        jvm_memory_type: 'heap',
        jvm_memory_pool_name: 'G1 Eden Space',
      }),
      of('jvm_memory_used_bytes', 20e6, tick, {
        jvm_memory_type: 'non_heap',
        jvm_memory_pool_name: 'Metaspace',
      }),
      of('jvm_cpu_time_seconds_total', 0.5 * tick, tick),
      of('jvm_cpu_count', 2, tick),
    ],
    1,
  );
  const { house } = door;
  expect(house.value('shop', 3, 'memory')).toBeCloseTo(80);
  // Half of one CPU, of two that it may use.
  expect(house.value('shop', 3, 'cpu')).toBeCloseTo(25);
});

it('what a process says of itself as a whole goes before what its runtime says', async () => {
  await door.play(
    5,
    (tick) => [
      of('process_memory_usage_bytes', 90e6, tick),
      of('go_memory_used_bytes', 30e6, tick, { go_memory_type: 'other' }),
    ],
    1,
  );
  expect(door.house.value('shop', 3, 'memory')).toBeCloseTo(90);
});
