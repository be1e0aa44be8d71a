import type { ReactNode } from 'react';
import { LiveProvider } from '../live/live-context.js';
import { HubPage } from '../panels/hub-page.js';
import { PlaceProvider } from '../time/use-place.js';

export default function Page(): ReactNode {
  return (
    <LiveProvider>
      <PlaceProvider>
        <HubPage />
      </PlaceProvider>
    </LiveProvider>
  );
}
