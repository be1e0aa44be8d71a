'use client';
import { useLayoutEffect, useRef } from 'react';
import { overlayOpen } from './overlay.js';

/** Whether what has the focus takes letters for itself. */
export function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Whether Space and Enter belong to what has the focus. */
function pressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('button, a, summary, [role=option], dialog') !== null
  );
}

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** A key's name as {@link KeyMap} has it: `Shift+ArrowLeft`, `m`, `Mod+k`. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'metaKey' | 'ctrlKey' | 'altKey'>,
): string {
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key)) ? 'Shift+' : '';
  return `${event.metaKey || event.ctrlKey ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${letter === ' ' ? 'Space' : letter}`;
}

/**
 * Keys that work wherever the focus is, but for fields, buttons and open dialogs where those need them themselves; from before what they
 * belong to is painted.
 */
export function useKeys(keys: KeyMap, enabled = true): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useLayoutEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent): void => {
      const name = keyName(event);
      const run = latest.current[name];
      if (run === undefined || event.defaultPrevented) return;
      if (!name.startsWith('Mod+')) {
        // What was asked for may still be on its way: keys pressed meanwhile are meant for it.
        if (typing(event.target) || overlayOpen()) return;
        if ((name === 'Space' || name === 'Enter') && pressable(event.target)) return;
      }
      event.preventDefault();
      run(event);
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, [enabled]);
}
