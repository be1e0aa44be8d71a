'use client';
import { useSyncExternalStore } from 'react';

/** How an alert that fires makes itself heard beside the page. */
export interface Wishes {
  readonly notification: boolean;
  readonly sound: boolean;
}

const key = 'hubscope.attention';
const none: Wishes = { notification: false, sound: false };
const listeners = new Set<() => void>();
let kept: Wishes | null = null;

/** Reads what was chosen before; anything else is nothing chosen. */
export function wishesOf(text: string | null): Wishes {
  const words = (text ?? '').split(' ');
  return { notification: words.includes('notification'), sound: words.includes('sound') };
}

export function wishes(): Wishes {
  if (kept !== null) return kept;
  try {
    kept = wishesOf(window.localStorage.getItem(key));
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
    kept = none;
  }
  return kept;
}

export function wish(change: Partial<Wishes>): void {
  kept = { ...wishes(), ...change };
  const words = (['notification', 'sound'] as const).filter((each) => kept?.[each] === true);
  try {
    window.localStorage.setItem(key, words.join(' '));
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}

function onWish(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function useWishes(): Wishes {
  return useSyncExternalStore(onWish, wishes, () => none);
}
