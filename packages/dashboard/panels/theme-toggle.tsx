'use client';
import { useSyncExternalStore, type ReactNode } from 'react';
import { applyTheme, onTheme, storedTheme, themes } from '../theme/theme.js';
import { pageWords as words } from '../words/page.js';

/** Steps through system, light and dark; the button says which is in force. */
export function ThemeToggle(): ReactNode {
  const theme = useSyncExternalStore(onTheme, storedTheme, () => 'system' as const);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <button
      type="button"
      className="button theme-toggle"
      data-testid="theme-toggle"
      data-theme-choice={theme}
      aria-label={words.changeTheme(words.themes[theme], words.themes[next])}
      title={words.theme(words.themes[theme])}
      onClick={() => {
        applyTheme(next);
      }}
    >
      <i className="half" aria-hidden="true" />
    </button>
  );
}
