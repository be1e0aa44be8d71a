import { expect, it } from 'vitest';
import { hubId } from '../signal/index.js';
import { metric, Scene, source } from './testing/scene.js';

const gauge = (hub: string, instance: string, series: string, at: number) =>
  metric('process.memory.usage', at, 1, { source: source(instance, { hub: hubId(hub) }), series });

it('series are bounded by hub and in all, however many processes they are spread over, and room comes back', () => {
  const scene = new Scene({ limits: { series: 10, hubSeries: 3, allSeries: 5 } });
  const take = (hub: string, at: number, ...names: string[]): number =>
    scene.windows.accept(names.map((name) => gauge(hub, `${hub}-${name}`, name, at))).counted;
  expect(take('one', 0, 'a', 'b', 'c', 'd')).toBe(3);
  expect(take('two', 0, 'a', 'b', 'c')).toBe(2);
  expect(scene.windows.dropped(hubId('one'))).toEqual({ series_limit: 1 });
  expect(scene.windows.dropped(hubId('two'))).toEqual({ series_limit: 1 });
  // Those that are there go on.
  scene.until(1);
  expect(take('one', 1, 'a', 'b', 'c')).toBe(3);
  // Processes that are gone give theirs back.
  scene.until(700);
  scene.windows.prune();
  expect(take('two', 700, 'x', 'y', 'z')).toBe(3);
  expect(take('one', 700, 'x', 'y')).toBe(2);
});
