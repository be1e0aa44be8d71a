'use client';
import type { ReactNode } from 'react';
import { ConnectionState } from './connection-state.js';
import { HubSwitcher } from './hub-switcher.js';
import { Mark } from './icons.js';
import { MarkMoment } from './mark-moment.js';
import { RangePicker } from './range-picker.js';
import { ThemeToggle } from './theme-toggle.js';

export function Header(): ReactNode {
  return (
    <header className="top">
      <div className="brand">
        <Mark />
        <span className="brand-name">Hubscope</span>
      </div>
      <i className="separator" />
      <HubSwitcher />
      <div className="top-end">
        <RangePicker testId="ranges" />
        <MarkMoment />
        <ThemeToggle />
        <ConnectionState />
      </div>
    </header>
  );
}
