import { describe, expect, it } from 'vitest';
import { epoch, metric, Scene, span } from './testing/scene.js';

describe('a second in which nothing ended', () => {
  it('knows 0 from unknown: nothing ended while metrics were on time', () => {
    const scene = new Scene();
    scene.steady(0, 2);
    for (let tick = 2; tick < 8; tick += 1) {
      scene.until(tick + 0.1);
      scene.windows.accept([metric('process.memory.usage', tick + 0.05, 5e7)]);
    }
    scene.until(8);
    expect(scene.value(5)).toBe(0);
    expect(scene.value(5, 'latency')).toBeNull();
    expect(scene.value(5, 'error_rate')).toBeNull();
    expect(scene.value(5, 'memory')).toBeCloseTo(50);
  });

  it('goes on with 0 by metrics alone, however long no operation ends', () => {
    const scene = new Scene();
    scene.steady(0, 4);
    for (let time = 4; time <= 60; time += 1) {
      scene.until(time);
      scene.windows.accept([metric('process.memory.usage', time, 5e7)]);
    }
    scene.until(60.5);
    const seconds = Array.from({ length: 54 }, (_, index) => index + 5);
    expect(seconds.map((which) => scene.value(which))).toEqual(seconds.map(() => 0));
  });

  it('waits for metrics as long as they take to tell of a second, and then knows it at once', () => {
    const scene = new Scene();
    for (let time = 0; time <= 60; time += 5) {
      scene.until(time + 0.1);
      scene.windows.accept([metric('process.memory.usage', time, 5e7)]);
    }
    const later = scene.handed.filter(({ second }) => second >= epoch + 20);
    expect(later.length).toBeGreaterThan(30);
    expect(later.filter(({ amended }) => amended)).toEqual([]);
    expect(scene.value(50, 'memory')).toBeCloseTo(50);
  });

  it('waits for a second in which nothing ended until metrics say so, and is right at once', () => {
    const scene = new Scene();
    for (let time = 0; time < 40; time += 1) {
      scene.until(time + 0.3);
      const spans = time % 4 === 0 ? [span(time + 0.1)] : [];
      scene.windows.accept([...spans, metric('process.memory.usage', time + 0.25, 5e7)]);
    }
    const later = scene.handed.filter(({ second }) => second >= epoch + 10);
    expect(later.filter(({ amended }) => amended)).toEqual([]);
    expect([12, 13, 14, 15, 16].map((which) => scene.value(which))).toEqual([1, 0, 0, 0, 1]);
  });

  it('takes spans that are held up for unknown, not for none, until they had the time that they usually take', () => {
    const scene = new Scene();
    for (let time = 0; time < 20; time += 1) {
      scene.until(time + 0.3);
      // Spans usually come three seconds after they ended; metrics at once.
      const spans = time >= 3 ? [span(time - 2.7)] : [];
      scene.windows.accept([...spans, metric('process.memory.usage', time + 0.25, 5e7)]);
      const told = scene.handed.filter(({ second }) => second > epoch);
      expect(told.filter(({ second }) => scene.value(second - epoch) === 0)).toEqual([]);
    }
  });

  it('leaves unknown what no telemetry vouches for, and amends it to 0 when the exporter comes back', () => {
    const scene = new Scene();
    scene.steady(0, 3);
    scene.until(7);
    expect(scene.value(4)).toBeNull();
    scene.windows.accept([span(6.95)]);
    scene.until(9);
    expect(scene.value(4)).toBe(0);
    expect(scene.handed.findLast((closed) => closed.amended)).toBeDefined();
  });
});
