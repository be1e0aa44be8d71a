'use client';
import { useCallback, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

export interface Popover {
  readonly open: boolean;
  /** On the element that holds the button and what it opens. */
  readonly root: RefObject<HTMLDivElement | null>;
  /** On the button, which takes the focus back. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly toggle: () => void;
  readonly show: () => void;
  readonly close: () => void;
}

/** Something that a button opens: Escape and a press elsewhere close it. */
export function usePopover(): Popover {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => {
    setOpen(false);
  }, []);
  const show = useCallback(() => {
    setOpen(true);
  }, []);
  const toggle = useCallback(() => {
    setOpen((before) => !before);
  }, []);
  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) close();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      // It closes this, and nothing else.
      event.preventDefault();
      close();
      button.current?.focus();
    };
    document.addEventListener('pointerdown', onPress);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [open, close]);
  return { open, root, button, toggle, show, close };
}

/** The sheet that a popover shows. */
export function Sheet({
  label,
  side = 'left',
  children,
}: {
  readonly label: string;
  readonly side?: 'left' | 'right';
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="sheet" role="group" aria-label={label} data-side={side}>
      {children}
    </div>
  );
}
