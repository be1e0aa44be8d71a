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

it('the series of a process that live on find room where others of it fell silent', () => {
  const scene = new Scene({ limits: { series: 3 } });
  const take = (at: number, ...names: string[]): number =>
    scene.windows.accept(names.map((name) => gauge('one', 'a', name, at))).counted;
  expect(take(0, 'first', 'second', 'lasting')).toBe(3);
  for (let at = 10; at <= 590; at += 10) {
    scene.until(at);
    expect(take(at, 'lasting')).toBe(1);
  }
  scene.windows.prune();
  expect(take(590, 'third')).toBe(0);
  for (let at = 600; at <= 690; at += 10) {
    scene.until(at);
    expect(take(at, 'lasting')).toBe(1);
  }
  scene.windows.prune();
  expect(take(690, 'third', 'fourth', 'fifth')).toBe(2);
  scene.until(700);
  expect(take(700, 'lasting', 'third', 'fourth')).toBe(3);
  expect(scene.windows.dropped(hubId('one'))).toEqual({ series_limit: 2 });
});
