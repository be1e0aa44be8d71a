import { describe, expect, it } from 'vitest';
import { hubId } from '../signal/index.js';
import { at, Scene } from './testing/scene.js';

describe('a clock that is set back', () => {
  it('by an hour begins every hub anew, at the time that it is', () => {
    const scene = new Scene();
    scene.steady(0, 5);
    scene.until(6);
    const handed = scene.handed.length;
    scene.clock.set(at(-3600));
    scene.windows.advance();
    expect(scene.windows.status(hubId('shop'))).toBeNull();
    expect([scene.forgotten, scene.setBack]).toEqual([['shop'], [3_606_000]]);
    scene.steady(-3600, -3595);
    scene.until(-3594);
    expect(scene.handed.slice(handed).map(({ second }) => second * 1000)).toContain(at(-3597));
    expect(scene.value(-3597)).toBe(10);
  });

  it('by a few seconds waits for them to come again', () => {
    const scene = new Scene();
    scene.steady(0, 5);
    scene.until(6);
    scene.clock.set(at(2));
    scene.windows.advance();
    expect(scene.windows.status(hubId('shop'))?.silent).toBe(false);
    scene.steady(2, 9);
    scene.until(10);
    expect([scene.forgotten, scene.value(8)]).toEqual([[], 10]);
  });
});
