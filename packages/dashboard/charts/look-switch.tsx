'use client';
import type { ReactNode } from 'react';
import { usePlace, usePlaces } from '../time/use-place.js';
import { chartWords as words } from '../words/charts.js';

/** How a distribution is drawn. */
export function LookSwitch({ title }: { readonly title: string }): ReactNode {
  const { look } = usePlace();
  const places = usePlaces();
  return (
    <div className="segments look" role="group" aria-label={words.drawnAs(title)}>
      {(['lines', 'heatmap'] as const).map((each) => (
        <button
          type="button"
          key={each}
          aria-pressed={look === each}
          onClick={() => {
            places.go({ look: each });
          }}
        >
          {words.looks[each]}
        </button>
      ))}
    </div>
  );
}
