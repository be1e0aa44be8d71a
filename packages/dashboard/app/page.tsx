import type { ReactNode } from 'react';
import { LiveProvider } from '../live/live-context.js';
import { HubPage } from '../panels/hub-page.js';

export default function Page(): ReactNode {
  return (
    <LiveProvider>
      <HubPage />
    </LiveProvider>
  );
}
