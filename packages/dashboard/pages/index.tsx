import type { ReactNode } from 'react';
import { LiveProvider } from '../live/live-context.js';
import { HubPage } from '../panels/hub-page.js';
import { PlaceProvider } from '../time/use-place.js';
import { InLanguage } from '../words/in-language.js';

export default function Page(): ReactNode {
  return (
    <LiveProvider>
      <PlaceProvider>
        <InLanguage>
          <HubPage />
        </InLanguage>
      </PlaceProvider>
    </LiveProvider>
  );
}
