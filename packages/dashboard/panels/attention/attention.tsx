'use client';
import { useState, type ReactNode } from 'react';
import { Sheet, usePopover } from '../popover.js';
import { useWishes, wish } from './wishes.js';
import { attentionWords as words } from '../../words/attention.js';

/** Asks the browser; answers why it can't be, or null. */
async function permission(): Promise<string | null> {
  if (!('Notification' in window)) return words.unable;
  const answer = await Notification.requestPermission();
  return answer === 'granted' ? null : words.refused;
}

/** Whether alerts that begin to fire are told beside the page: by the desktop, by a sound. */
export function Attention(): ReactNode {
  const { open, root, button, toggle } = usePopover();
  const { notification, sound } = useWishes();
  const [fault, setFault] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setAsking(true);
    const refused = await permission();
    setAsking(false);
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
        {notification || sound ? words.notifying : words.notify}
      </button>
      {open && (
        <Sheet label={words.when} side="right">
          <p>{words.about}</p>
          <label className="form-check">
            <input
              type="checkbox"
              checked={notification || asking}
              onChange={({ target }) => {
                setFault(null);
                if (target.checked) void ask();
                else wish({ notification: false });
              }}
            />
            {words.desktop}
          </label>
          <label className="form-check">
            <input
              type="checkbox"
              checked={sound}
              onChange={({ target }) => {
                wish({ sound: target.checked });
              }}
            />
            {words.sound}
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
