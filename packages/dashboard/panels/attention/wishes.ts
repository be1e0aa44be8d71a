'use client';
import { useSyncExternalStore } from 'react';
import { KeptText } from '../../live/kept-text.js';

/** How an alert that fires makes itself heard beside the page. */
export interface Wishes {
  readonly notification: boolean;
  readonly sound: boolean;
}

const kept = new KeptText('hubscope.attention');

/** Reads what was chosen before; anything else is nothing chosen. */
export function wishesOf(text: string | null): Wishes {
  const words = (text ?? '').split(' ');
  return { notification: words.includes('notification'), sound: words.includes('sound') };
}

export function wishes(): Wishes {
  return wishesOf(kept.get());
}

export function wish(change: Partial<Wishes>): void {
  const wished = { ...wishes(), ...change };
  kept.set((['notification', 'sound'] as const).filter((each) => wished[each]).join(' '));
}

export function useWishes(): Wishes {
  return wishesOf(useSyncExternalStore(kept.subscribe, kept.get, () => null));
}
