'use client';
import type { ReactNode } from 'react';
import { usePlace, usePlaces } from '../time/use-place.js';

const looks = { lines: 'Lines', heatmap: 'Heatmap' } as const;

/** How a distribution is drawn. */
export function LookSwitch({ title }: { readonly title: string }): ReactNode {
  const { look } = usePlace();
  const places = usePlaces();
  return (
    <div className="segments look" role="group" aria-label={`${title} drawn as`}>
      {(['lines', 'heatmap'] as const).map((each) => (
        <button
          type="button"
          key={each}
          aria-pressed={look === each}
          onClick={() => {
            places.go({ look: each });
          }}
        >
          {looks[each]}
        </button>
      ))}
    </div>
  );
}
