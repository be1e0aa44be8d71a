'use client';
import { useEffect, useState, type ReactNode } from 'react';
import { say, tellUndone, useSaid } from './overlay.js';
import { pageWords as words } from '../words/page.js';

/** How long something done is said, ms. */
const saidMs = 8000;

/**
 * What was just done, with the way back. It stands within a dialog where one is open: nothing outside of that can be pressed.
 */
export function Toast(): ReactNode {
  const said = useSaid();
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => {
      say(null);
    }, saidMs);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  const undo = async (back: () => Promise<unknown>): Promise<void> => {
    try {
      await back();
      say(null);
      tellUndone();
    } catch {
      setFault(words.notUndone);
    }
  };
  return (
    <div className="toast-place" role="status">
      {said !== null && (
        <div className="toast" data-testid="toast">
          <span>{fault ?? said.words}</span>
          {said.undo !== null && fault === null && (
            <button
              type="button"
              className="button"
              onClick={() => {
                if (said.undo !== null) void undo(said.undo);
              }}
            >
              {words.undo}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
