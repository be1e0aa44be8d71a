'use client';
import type { ReactNode } from 'react';
import { signalOf } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import { plainName } from '../time/history.js';
import { usePlace } from '../time/use-place.js';
import { PlaceLink } from './place-link.js';
import { show, thinSpace, unknown } from '../words/format.js';
import { pageWords as words } from '../words/page.js';

const facts = ['busy', 'error_rate', 'latency.p95'] as const;

function label(column: (typeof facts)[number]): string {
  if (column === 'busy') return words.busy;
  return column === 'error_rate' ? words.errorRate : 'P95';
}

/** In place of the hub's health: which of its components is shown, and the way back. */
export default function ComponentHead({ component }: { readonly component: string }): ReactNode {
  const place = usePlace();
  const hub = useLive(({ replica }) => replica.view?.name ?? '');
  const row = useLive(({ replica }) => replica.view?.components.get(component) ?? null);
  const columns = useLive(({ replica }) => replica.view?.componentColumns ?? null) ?? [];
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const colon = component.indexOf(':');
  return (
    <section className="panel strip component-head" aria-label={words.component} data-testid="component-head">
      <PlaceLink className="button" label={words.backTo(hub)} to={{ ...place, component: null }}>
        ← <span className="hub-name">{hub}</span>
      </PlaceLink>
      <div className="component-name">
        <span className="label">{component.slice(0, Math.max(0, colon))}</span>
        <h2>{component.slice(colon + 1)}</h2>
        {row === null && <span className="tag">{words.unseen}</span>}
      </div>
      {facts.map((column) => {
        const value = row?.values[columns.findIndex((name) => plainName(name) === column)] ?? null;
        const signal = signalOf(signals, column);
        const shown = show(value, column === 'busy' ? '' : (signal?.unit ?? ''), signal?.decimals ?? 1);
        return (
          <div className="fact" key={column}>
            <span className="label">{label(column)}</span>
            <span className="number">
              {value === null ? unknown : shown.text}
              {value !== null && shown.unit !== '' && thinSpace + shown.unit}
            </span>
          </div>
        );
      })}
    </section>
  );
}
