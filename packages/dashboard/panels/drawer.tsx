'use client';
import { useEffect, useRef, type ReactNode } from 'react';
import { closeOverlay } from './overlay.js';
import { Toast } from './toast.js';
import { pageWords as words } from '../words/page.js';

/** A dialog over the page; the browser keeps the focus inside, closes it on Escape and gives the focus back. */
export function Dialog({
  label,
  look,
  children,
}: {
  readonly label: string;
  readonly look: 'drawer' | 'palette' | 'sheet-dialog';
  readonly children: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => {
      current?.close();
    };
  }, []);
  return (
    <dialog
      className={look}
      ref={dialog}
      aria-label={label}
      onClose={closeOverlay}
      onPointerDown={(event) => {
        // Only what lies around the dialog is the dialog itself.
        if (event.target === event.currentTarget) closeOverlay();
      }}
    >
      <div className="dialog-body">{children}</div>
      <Toast />
    </dialog>
  );
}

export function CloseButton(): ReactNode {
  return (
    <button type="button" className="button close" onClick={closeOverlay}>
      {words.close} <kbd>{words.closeKey}</kbd>
    </button>
  );
}
