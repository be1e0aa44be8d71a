import { Store } from '@hubscope/core/live';
import type { Hue } from './spec.js';

/** Colours for canvases, resolved from the tokens of the theme in force. */
export interface Palette {
  readonly hue: Readonly<Record<Hue, string>>;
  readonly surface: string;
  readonly ink: string;
}

const names = ['throughput', 'latency', 'memory', 'cpu', 'other', 'surface', 'ink'] as const;

/** A canvas can't read `var()` or `light-dark()`: an element is coloured by each token in turn and asked what came out. */
export function readTokens<Name extends string>(tokens: readonly Name[]): Readonly<Record<Name, string>> {
  const probe = document.createElement('span');
  probe.className = 'probe';
  document.body.append(probe);
  const read = Object.fromEntries(
    tokens.map((name) => {
      probe.style.color = `var(--${name})`;
      return [name, getComputedStyle(probe).color];
    }),
  ) as Record<Name, string>;
  probe.remove();
  return read;
}

function readPalette(): Palette {
  const { surface, ink, ...hue } = readTokens(names);
  return { hue, surface, ink };
}

/** The palette of the theme in force; null before the page stands. */
export const palette = new Store<Palette | null>(null);

/** Reads the palette, now and whenever the theme changes; returns how to stop. */
export function watchPalette(): () => void {
  const read = (): void => {
    palette.set(readPalette());
  };
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  // Paper is light whatever the screen is.
  const paper = window.matchMedia('print');
  const observer = new MutationObserver(read);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  scheme.addEventListener('change', read);
  paper.addEventListener('change', read);
  read();
  return () => {
    observer.disconnect();
    scheme.removeEventListener('change', read);
    paper.removeEventListener('change', read);
  };
}

/** A colour with so much of it, 0–1, over nothing. */
export function faint(colour: string, strength: number): string {
  return strength >= 1 ? colour : `color-mix(in oklab, ${colour} ${String(strength * 100)}%, transparent)`;
}
