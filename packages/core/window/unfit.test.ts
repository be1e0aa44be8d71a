import { expect, it } from 'vitest';
import { hubId } from '../signal/index.js';
import { Scene, source, span } from './testing/scene.js';

it.each([
  ['bad_number', { weight: Infinity }],
  ['bad_number', { weight: NaN }],
  ['bad_number', { weight: 0 }],
  ['bad_number', { weight: 2 ** 56 }],
  ['bad_number', { ttftMs: Infinity }],
  ['bad_number', { tokensIn: -1 }],
  ['bad_number', { values: [{ signal: 'queue_depth', value: NaN, fold: 'sum' as const }] }],
  ['bad_duration', { ms: Infinity }],
  ['bad_duration', { ms: -1 }],
])(
  'a span that can not be counted (%s, %j) is counted as that, and costs its second nothing',
  (why, more) => {
    const scene = new Scene();
    scene.steady(0, 3);
    // Of a parent that is not there it would be counted when its second closes.
    const parentId = { high: 7, low: 7 };
    const taken = scene.windows.accept([span(2.5, { ...more, parentId, kind: 'server' }), span(2.6)]);
    expect(taken).toEqual({ counted: 1, dropped: { [why]: 1 } });
    scene.until(5);
    expect(scene.value(2)).toBe(11);
    expect(scene.windows.dropped(hubId('shop'))).toEqual({ [why]: 1 });
  },
);

it('a hub whose seconds can not be closed costs the others nothing', () => {
  const failed: unknown[] = [];
  const handed: string[] = [];
  const scene = new Scene({
    failed: (error) => failed.push(error),
    closed: ({ hub }) => {
      if (hub === 'broken') throw new Error('no');
      handed.push(hub);
    },
  });
  for (let second = 0; second < 5; second += 1) {
    scene.until(second + 1.2);
    scene.windows.accept([
      span(second + 0.5, { source: source('a', { hub: hubId('broken') }) }),
      span(second + 1.1, { source: source('a', { hub: hubId('broken') }) }),
      span(second + 0.5),
      span(second + 1.1),
    ]);
  }
  scene.until(7);
  expect(handed.length).toBeGreaterThanOrEqual(4);
  expect(failed.length).toBeGreaterThanOrEqual(4);
});
