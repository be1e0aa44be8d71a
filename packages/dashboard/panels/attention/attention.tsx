'use client';
import { useState, type ReactNode } from 'react';
import { Sheet, usePopover } from '../popover.js';
import { useWishes, wish } from './wishes.js';

/** Asks the browser; answers why it can't be, or null. */
async function permission(): Promise<string | null> {
  if (!('Notification' in window)) return 'This browser shows no notifications from here.';
  const answer = await Notification.requestPermission();
  return answer === 'granted' ? null : 'The browser refuses them for this page. Its settings can allow them.';
}

/** Whether alerts that begin to fire are told beside the page: by the desktop, by a sound. */
export function Attention(): ReactNode {
  const { open, root, button, toggle } = usePopover();
  const { notification, sound } = useWishes();
  const [fault, setFault] = useState<string | null>(null);
  const ask = async (): Promise<void> => {
    const refused = await permission();
    setFault(refused);
    wish({ notification: refused === null });
  };
  return (
    <div className="attention" ref={root}>
      <button
        type="button"
        className="link quiet"
        ref={button}
        aria-expanded={open}
        data-testid="attention"
        onClick={toggle}
      >
        {notification || sound ? 'Notifying' : 'Notify'}
      </button>
      {open && (
        <Sheet label="When an alert fires" side="right">
          <p>When an alert of this hub begins to fire, while this page is open:</p>
          <label className="form-check">
            <input
              type="checkbox"
              checked={notification}
              onChange={({ target }) => {
                setFault(null);
                if (target.checked) void ask();
                else wish({ notification: false });
              }}
            />
            Desktop notification
          </label>
          <label className="form-check">
            <input
              type="checkbox"
              checked={sound}
              onChange={({ target }) => {
                wish({ sound: target.checked });
              }}
            />
            Sound
          </label>
          {fault !== null && (
            <p className="fault" role="alert">
              {fault}
            </p>
          )}
        </Sheet>
      )}
    </div>
  );
}
