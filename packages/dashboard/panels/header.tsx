'use client';
import type { ReactNode } from 'react';
import type { SessionAnswer } from '@hubscope/core/wire';
import { Account } from './access/account.js';
import { ConnectionState } from './connection-state.js';
import { HubSwitcher } from './hub-switcher.js';
import { LanguageSwitch } from './language-switch.js';
import { Mark } from './icons.js';
import { MarkMoment } from './mark-moment.js';
import { openOverlay } from './overlay.js';
import { PlaceLink } from './place-link.js';
import { RangePicker } from './range-picker.js';
import { firstPlace } from '../time/place.js';
import { toggleUtc, useUtc } from '../time/zone.js';
import { ThemeToggle } from './theme-toggle.js';
import { pageWords as words } from '../words/page.js';

function Brand(): ReactNode {
  return (
    <PlaceLink className="brand" label={words.home} to={{ ...firstPlace, view: 'hubs' }}>
      <Mark />
      <span className="brand-name">Hubscope</span>
    </PlaceLink>
  );
}

/** Times that are not of the viewer's own clock say so, where they are seen. */
function ZoneTag(): ReactNode {
  const utc = useUtc();
  if (!utc) return null;
  return (
    <button
      type="button"
      className="button zone"
      data-testid="zone"
      aria-label={words.leaveUtc}
      title={words.inUtc}
      onClick={toggleUtc}
    >
      UTC
    </button>
  );
}

/** @param locked nothing of any hub is shown yet */
export function Header({
  session,
  locked,
}: {
  readonly session: SessionAnswer | null;
  readonly locked: boolean;
}): ReactNode {
  if (locked) {
    return (
      <header className="top">
        <Brand />
        <div className="top-end">
          <LanguageSwitch />
          <ThemeToggle />
        </div>
      </header>
    );
  }
  return (
    <header className="top">
      <Brand />
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
          {words.search} <kbd>{words.searchKey}</kbd>
        </button>
        <ZoneTag />
        <LanguageSwitch />
        <ThemeToggle />
        <Account session={session} />
        <ConnectionState />
      </div>
    </header>
  );
}
