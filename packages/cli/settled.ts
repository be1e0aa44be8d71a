import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** A file that stays the same for so long is written whole, ms. */
const settleMs = 100;
/** One that never does is read all the same. */
const mostLooks = 50;

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
  } catch {
    // Whoever reads it says why it can't be.
    return 'none';
  }
}

const stampsOf = async (files: Iterable<string>): Promise<string> =>
  (await Promise.all([...files].map(stampOf))).join('\n');

/** Waits until nobody writes to the files: most programs empty a file before they write to it, and an empty configuration is a valid one. */
export async function settled(files: Iterable<string>): Promise<void> {
  const all = [...files];
  let before = await stampsOf(all);
  for (let look = 0; look < mostLooks; look += 1) {
    await pause(settleMs);
    const now = await stampsOf(all);
    if (now === before) return;
    before = now;
  }
}
