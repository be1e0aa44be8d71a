'use client';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { firstPlace } from '../time/place.js';
import { usePlace, usePlaces } from '../time/use-place.js';
import { toggleUtc } from '../time/zone.js';
import { useKeys } from './keys.js';
import { openOverlay, useOverlay } from './overlay.js';
import { Toast } from './toast.js';

// None of these is part of the first view: each comes when it is asked for.
const Rules = lazy(() => import('./rules/drawer.js'));
const palette = () => import('./palette/palette.js');
const Palette = lazy(palette);
const ShareLinks = lazy(() => import('./access/share-links.js'));
const KeySheet = lazy(() => import('./palette/key-sheet.js'));

/** What lies over the page, and the keys that bring it. */
export function Overlays(): ReactNode {
  const overlay = useOverlay();
  const places = usePlaces();
  // Who holds Ctrl is likely to press K: the palette is there by then.
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Control' || key === 'Meta') void palette();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  const elsewhere = usePlace().view !== 'hub';
  // On the page of a hub the key is that of its charts.
  useKeys(
    {
      Escape: () => {
        places.go({ view: 'hub', incident: null });
      },
    },
    elsewhere,
  );
  useKeys({
    'Mod+k': () => {
      openOverlay({ kind: 'palette' });
    },
    '/': () => {
      openOverlay({ kind: 'palette' });
    },
    '?': () => {
      openOverlay({ kind: 'keys' });
    },
    r: () => {
      openOverlay({ kind: 'rules', rule: null });
    },
    h: () => {
      places.go({ ...firstPlace, view: 'hubs' });
    },
    i: () => {
      places.go({ view: 'incidents', incident: null });
    },
    c: () => {
      places.go({ view: 'calls', incident: null });
    },
    u: toggleUtc,
    v: () => {
      places.go({ view: 'charts', incident: null, pinned: null });
    },
    d: () => {
      places.go({ view: 'doctor', incident: null });
    },
    t: () => {
      document.querySelector<HTMLElement>('[data-testid="theme-toggle"]')?.click();
    },
    a: () => {
      // What can be done about it before where it leads.
      const first = (what: string): HTMLElement | null => document.querySelector(`.alerts .alert ${what}`);
      (first('button') ?? first('a'))?.focus();
    },
  });
  return (
    <>
      <Suspense fallback={null}>
        {(overlay?.kind === 'rules' || overlay?.kind === 'silences' || overlay?.kind === 'channels') && (
          <Rules overlay={overlay} />
        )}
        {overlay?.kind === 'palette' && <Palette />}
        {overlay?.kind === 'keys' && <KeySheet />}
        {overlay?.kind === 'shares' && <ShareLinks />}
      </Suspense>
      {overlay === null && <Toast />}
    </>
  );
}
