'use client';
import { useEffect, useState, type ReactNode } from 'react';
import { sentence } from '../format/words.js';
import { applyTheme, storedTheme, themes, type Theme } from '../theme/theme.js';

/** Steps through system, light and dark; the button says which is in force. */
export function ThemeToggle(): ReactNode {
  const [theme, setTheme] = useState<Theme | null>(null);
  useEffect(() => {
    // What the browser has stored is not known where the page is built.
    setTheme(storedTheme());
  }, []);
  const next = themes[(themes.indexOf(theme ?? 'system') + 1) % themes.length] ?? 'system';
  return (
    <button
      type="button"
      className="button theme-toggle"
      data-testid="theme-toggle"
      data-theme-choice={theme ?? 'system'}
      aria-label={`Theme: ${theme ?? 'system'}. Change to ${next}`}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <i className="half" aria-hidden="true" />
      <span>{theme === null || theme === 'system' ? 'Auto' : sentence(theme)}</span>
    </button>
  );
}
