import { afterEach, expect, it, vi } from 'vitest';
import { KeptText } from './kept-text.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

function storage(setItem: (key: string, text: string) => void, getItem: () => string | null): void {
  vi.stubGlobal('window', { localStorage: { setItem, getItem } });
}

it('a text is read once, kept, and told to who listens', () => {
  const kept: string[] = [];
  storage(
    (key, text) => kept.push(`${key}=${text}`),
    () => 'Ada',
  );
  const name = new KeptText('name');
  let told = 0;
  name.subscribe(() => (told += 1));
  expect(name.get()).toBe('Ada');
  name.set('Grace');
  expect([name.get(), told, kept]).toEqual(['Grace', 1, ['name=Grace']]);
});

it('a browser that keeps nothing has it as long as the page lasts', () => {
  const denied = (): never => {
    throw new Error('The operation is insecure.');
  };
  storage(denied, denied);
  const name = new KeptText('name');
  expect(name.get()).toBeNull();
  name.set('Ada');
  expect(name.get()).toBe('Ada');
});
