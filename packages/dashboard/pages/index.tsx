import type { ReactNode } from 'react';
import { LiveProvider } from '../live/live-context.js';
import { HubPage } from '../panels/hub-page.js';
import { PlaceProvider } from '../time/use-place.js';
import { useUtc } from '../time/zone.js';
import { InLanguage } from '../words/in-language.js';

export default function Page(): ReactNode {
  const utc = useUtc();
  return (
    <LiveProvider>
      <PlaceProvider>
        {/* Every time on it is of the zone: another one is another page. */}
        <InLanguage key={utc ? 'utc' : 'own'}>
          <HubPage />
        </InLanguage>
      </PlaceProvider>
    </LiveProvider>
  );
}
