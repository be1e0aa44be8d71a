import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Store } from '@hubscope/core/live';
import { SeenStore } from './seen-store.js';
import { whileSeen } from './while-seen.js';

let page: EventTarget & { hidden: boolean };

function turn(hidden: boolean): void {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what runs while the page can be seen', () => {
  it('has no timer while it is hidden, and runs at once when it is seen again', () => {
    const run = vi.fn();
    const stop = whileSeen(1000, run);
    vi.advanceTimersByTime(2000);
    expect(run).toHaveBeenCalledTimes(2);
    turn(true);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(60_000);
    expect(run).toHaveBeenCalledTimes(2);
    turn(false);
    expect(run).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(1000);
    expect(run).toHaveBeenCalledTimes(4);
    stop();
    turn(true);
    turn(false);
    expect(run).toHaveBeenCalledTimes(4);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begins with a page that is hidden from the start', () => {
    page.hidden = true;
    const run = vi.fn();
    whileSeen(1000, run);
    expect(vi.getTimerCount()).toBe(0);
    turn(false);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

describe('a store that is seen', () => {
  it('stands still while the page is hidden, and tells the newest once when it is seen again', () => {
    const source = new Store(1);
    const seen = new SeenStore(source);
    const told = vi.fn();
    const stop = seen.subscribe(told);
    source.set(2);
    expect([seen.get(), told.mock.calls.length]).toEqual([2, 1]);
    turn(true);
    source.set(3);
    source.set(4);
    expect([seen.get(), told.mock.calls.length]).toEqual([2, 1]);
    turn(false);
    expect([seen.get(), told.mock.calls.length]).toEqual([4, 2]);
    stop();
    source.set(5);
    expect(told).toHaveBeenCalledTimes(2);
    expect(seen.get()).toBe(5);
  });
});
