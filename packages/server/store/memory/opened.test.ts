import { describe, expect, it } from 'vitest';
import { chunkSeconds } from '../pack/lanes.js';
import { Opened } from './opened.js';
import { Series } from './series.js';

const series = new Series(0);
const settleSeconds = 150;

describe('chunks that can be written to', () => {
  it('are taken out in the order in which they end, however they were begun, and only once late data no longer comes', () => {
    const opened = new Opened();
    for (const start of [40, 10, 30, 20, 10]) opened.add({ series, start });
    const ends = 10 + chunkSeconds + settleSeconds;
    expect(opened.settled(ends - 1)).toBeNull();
    const taken = Array.from({ length: 3 }, () => opened.settled(ends + 10)?.start ?? null);
    expect(taken).toEqual([10, 10, 20]);
    expect(opened.settled(ends + 10)).toBeNull();
  });
});
