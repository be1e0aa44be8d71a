/** `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark';

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const key = 'hubscope.theme';

function isTheme(value: string | null | undefined): value is Theme {
  return themes.some((theme) => theme === value);
}

/** The theme chosen before; a browser that keeps nothing follows the device. */
export function storedTheme(): Theme {
  try {
    const stored = window.localStorage.getItem(key);
    return isTheme(stored) ? stored : 'system';
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
    const shown = document.documentElement.dataset['theme'];
    return isTheme(shown) ? shown : 'system';
  }
}

const listeners = new Set<() => void>();

/** Tells when the theme was changed; answers how to stop. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Puts a theme in force and keeps it. `public/early.js` does the same before the first paint. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    window.localStorage.setItem(key, theme);
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}
