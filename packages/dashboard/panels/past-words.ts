import { pageNow } from '../live/browser-world.js';
import { duration, momentWords } from '../words/format.js';

/** `14:02:10 – 14:12:10 · 10 min`. Times: s since the epoch. */
export function pastWords(from: number, to: number): string {
  const now = pageNow();
  return `${momentWords(from * 1000, now)} – ${momentWords(to * 1000, now)} · ${duration((to - from) * 1000)}`;
}
