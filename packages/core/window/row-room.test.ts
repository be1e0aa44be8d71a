import { expect, it } from 'vitest';
import { hubId, type Component } from '../signal/index.js';
import { at, epoch, metric, Scene, source, span } from './testing/scene.js';

const tool = (name: number): Component => ({ kind: 'tool', name: String(name) });
const of = (hub: string) => ({ source: source('a', { hub: hubId(hub) }) });

/** Lets each second from the start to `to` bring an operation of so many components of a hub, and two of another. */
function busy(scene: Scene, to: number, components: number): void {
  for (let second = 0; second < to; second += 1) {
    scene.until(second + 1.05);
    scene.windows.accept([
      ...Array.from({ length: components }, (_, name) =>
        span(second + 0.5, { ...of('large'), component: tool(name) }),
      ),
      span(second + 1.02, of('large')),
      span(second + 0.5, { ...of('small'), component: tool(0) }),
      span(second + 1.02, of('small')),
    ]);
  }
  scene.until(to + 1);
}

it('the hub with most rows gives up its oldest seconds where all together are too many, and no other does', () => {
  const scene = new Scene({ limits: { rows: 100 } });
  busy(scene, 20, 10);
  const late = (hub: string, second: number) =>
    scene.windows.accept([span(second, { ...of(hub), component: tool(0) })]);
  // Twenty seconds of the small one, and eight of the large.
  expect(late('small', 2.5)).toEqual({ counted: 1, dropped: {} });
  expect(late('large', 2.5)).toEqual({ counted: 0, dropped: { too_old: 1 } });
  expect(late('large', 17.5)).toEqual({ counted: 1, dropped: {} });
  expect(scene.windows.dropped(hubId('large'))).toEqual({ too_old: 1 });
  // What was handed on before stays, and nothing of it is handed on again.
  scene.until(22);
  const handed = scene.handed.filter(({ hub, second }) => hub === 'large' && second === epoch + 2);
  expect(handed).toHaveLength(1);
  expect(handed[0]?.components).toHaveLength(10);
});

it('a histogram that reaches back into seconds that were given up is counted in the others', () => {
  const scene = new Scene({ limits: { rows: 20 } });
  busy(scene, 10, 10);
  const histogram = {
    kind: 'explicit',
    bounds: [10],
    counts: [8, 0],
    sum: 40,
    min: null,
    max: null,
  } as const;
  const value = { form: 'histogram', temporality: 'delta', histogram } as const;
  const before = scene.handed.length;
  const taken = scene.windows.accept([
    metric('gen_ai.client.operation.duration', 10, value, { ...of('large'), start: at(2) }),
  ]);
  expect(taken.counted).toBe(1);
  scene.until(12);
  const again = scene.handed.slice(before).filter(({ amended }) => amended);
  expect(again.every(({ second }) => second > epoch + 5)).toBe(true);
});

it('gives the room of a hub that is forgotten back', () => {
  const scene = new Scene({ limits: { rows: 100 } });
  busy(scene, 9, 10);
  scene.until(90_000);
  scene.windows.prune();
  expect(scene.forgotten).toEqual(['large', 'small']);
  scene.windows.accept([span(90_000 - 1, of('new')), span(90_000, of('new'))]);
  for (let second = 0; second < 9; second += 1) {
    scene.until(90_000 + second + 1.05);
    scene.windows.accept([
      ...Array.from({ length: 10 }, (_, name) =>
        span(90_000 + second + 0.5, { ...of('new'), component: tool(name) }),
      ),
      span(90_000 + second + 1.02, of('new')),
    ]);
  }
  scene.until(90_011);
  expect(scene.windows.accept([span(90_001.5, of('new'))]).counted).toBe(1);
});

it('tells of what was counted by itself, and of nothing else', () => {
  const told: string[] = [];
  const scene = new Scene({
    limits: { hubs: 1 },
    counted: (observation) => told.push(observation.type === 'span' ? (observation.name ?? '') : 'metric'),
  });
  const twice = span(0, { name: 'twice' });
  scene.windows.accept([
    twice,
    twice,
    span(-200, { name: 'too old' }),
    span(0, { name: 'unfit', weight: Infinity }),
    span(0, { name: 'of a hub too many', ...of('other') }),
    metric('process.memory.usage', 0, 1),
  ]);
  expect(told).toEqual(['twice', 'metric']);
});
