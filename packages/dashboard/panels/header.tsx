'use client';
import type { ReactNode } from 'react';
import type { SessionAnswer } from '@hubscope/core/wire';
import { Account } from './access/account.js';
import { ConnectionState } from './connection-state.js';
import { HubSwitcher } from './hub-switcher.js';
import { Mark } from './icons.js';
import { MarkMoment } from './mark-moment.js';
import { openOverlay } from './overlay.js';
import { PlaceLink } from './place-link.js';
import { RangePicker } from './range-picker.js';
import { firstPlace } from '../time/place.js';
import { ThemeToggle } from './theme-toggle.js';

export function Header({ session }: { readonly session: SessionAnswer | null }): ReactNode {
  return (
    <header className="top">
      <PlaceLink className="brand" label="Hubscope, all hubs" to={{ ...firstPlace, view: 'hubs' }}>
        <Mark />
        <span className="brand-name">Hubscope</span>
      </PlaceLink>
      <i className="separator" />
      <HubSwitcher />
      <div className="top-end">
        <RangePicker testId="ranges" />
        <MarkMoment />
        <button
          type="button"
          className="button search"
          aria-keyshortcuts="Control+K Meta+K"
          data-testid="search"
          onClick={() => {
            openOverlay({ kind: 'palette' });
          }}
        >
          Search <kbd>Ctrl K</kbd>
        </button>
        <ThemeToggle />
        <Account session={session} />
        <ConnectionState />
      </div>
    </header>
  );
}
