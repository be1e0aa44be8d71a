import { afterEach, expect, it, vi } from 'vitest';
import { HeapPressure, heapShare } from './heap-pressure.js';

let pressure: HeapPressure | null = null;
afterEach(() => pressure?.stop());

it('lets nothing in for a second after the collector left the heap nearly full, and says so once', () => {
  let [now, used] = [0, 0.79];
  const began = vi.fn();
  pressure = new HeapPressure({ now: () => now, used: () => used, began });
  pressure.collected();
  expect(pressure.wait()).toBeNull();
  used = 0.8;
  pressure.collected();
  expect(pressure.wait()).toBe(1);
  now = 900;
  pressure.collected();
  expect(began).toHaveBeenCalledTimes(1);
  now = 1899;
  expect(pressure.wait()).toBe(1);
  now = 1900;
  expect(pressure.wait()).toBeNull();
  pressure.collected();
  expect(began).toHaveBeenCalledTimes(2);
});

it('gives a small heap less room for what is remembered, and a large one no more than the usual', () => {
  expect(heapShare(2 ** 28)).toBe(0.25);
  expect(heapShare(2 ** 32)).toBe(1);
});
