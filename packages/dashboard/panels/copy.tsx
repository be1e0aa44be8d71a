'use client';
import { useEffect, useState, type ReactNode } from 'react';
import { pageWords as words } from '../words/page.js';

/** Puts a text on the clipboard; also where the page is not secure and the clipboard interface is missing. */
export async function copyText(text: string): Promise<boolean> {
  // Absent outside of secure contexts, whatever its type says.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard !== undefined) {
    try {
      await clipboard.writeText(text);
      return true;
    } catch {
      // Refused (no focus, no permission): the older way may still be allowed.
    }
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'only-read';
  document.body.append(area);
  area.select();
  // Deprecated, and the only way on a page that came over plain HTTP.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** Copies a text, which may have to be asked for first, and says so for a moment. */
export function CopyButton({
  text,
  what,
}: {
  readonly text: string | (() => Promise<string>);
  readonly what: string;
}): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => {
      setOutcome(null);
    }, 2000);
    return () => {
      clearTimeout(timer);
    };
  }, [outcome]);
  return (
    <button
      type="button"
      className="button copy"
      data-testid="copy"
      aria-label={words.copy(what)}
      onClick={() => {
        const asked = typeof text === 'string' ? copyText(text) : text().then(copyText);
        void asked
          .catch(() => false)
          .then((done) => {
            setOutcome(done ? 'copied' : 'failed');
          });
      }}
    >
      {outcome === 'copied' ? words.copied : outcome === 'failed' ? words.selectIt : words.copyIt}
    </button>
  );
}
