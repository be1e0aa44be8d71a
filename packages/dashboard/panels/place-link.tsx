'use client';
import type { MouseEvent, ReactNode } from 'react';
import { queryOfPlace, type Place } from '../time/place.js';
import { usePlaces } from '../time/use-place.js';

/** A link to another place of the page: it goes there without loading, and opens a tab of its own where the browser is asked to. */
export function PlaceLink({
  to,
  className,
  label,
  children,
}: {
  readonly to: Place;
  readonly className?: string;
  readonly label?: string;
  readonly children: ReactNode;
}): ReactNode {
  const places = usePlaces();
  const onClick = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    places.go(to);
  };
  return (
    <a href={queryOfPlace(to)} className={className} aria-label={label} onClick={onClick}>
      {children}
    </a>
  );
}
