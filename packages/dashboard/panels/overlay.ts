'use client';
import type { Matcher } from '@hubscope/core/wire';
import { useSyncExternalStore } from 'react';
import { Store } from '@hubscope/core/live';

/** What may lie over the page; one at a time. */
export type Overlay =
  | { readonly kind: 'rules'; readonly rule: string | null }
  | { readonly kind: 'silences'; readonly matcher: Partial<Matcher> | null }
  | { readonly kind: 'channels' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'shares' };

const overlay = new Store<Overlay | null>(null);

export const openOverlay = overlay.set;

export function closeOverlay(): void {
  overlay.set(null);
}

export function overlayOpen(): boolean {
  return overlay.get() !== null;
}

export function useOverlay(): Overlay | null {
  return useSyncExternalStore(overlay.subscribe, overlay.get, () => null);
}

/** Something that was done, said for a moment, with the way back. */
export interface Said {
  readonly words: string;
  readonly undo: (() => Promise<unknown>) | null;
}

const said = new Store<Said | null>(null);

export const say = said.set;

export function useSaid(): Said | null {
  return useSyncExternalStore(said.subscribe, said.get, () => null);
}

const undone = new Store(0);

/** Says that something was undone: what stands on the page may be otherwise. */
export function tellUndone(): void {
  undone.set(undone.get() + 1);
}

/** How often something was undone so far. */
export function useUndone(): number {
  return useSyncExternalStore(undone.subscribe, undone.get, () => 0);
}
