'use client';
import type { ReactNode } from 'react';
import { signalOf } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import { plainName } from '../time/history.js';
import { usePlace } from '../time/use-place.js';
import { PlaceLink } from './place-link.js';
import { show, thinSpace, unknown } from '../words/format.js';

const facts = [
  ['Busy', 'busy'],
  ['Error rate', 'error_rate'],
  ['P95', 'latency.p95'],
] as const;

/** In place of the hub's health: which of its components is shown, and the way back. */
export default function ComponentHead({ component }: { readonly component: string }): ReactNode {
  const place = usePlace();
  const hub = useLive(({ replica }) => replica.view?.name ?? '');
  const row = useLive(({ replica }) => replica.view?.components.get(component) ?? null);
  const columns = useLive(({ replica }) => replica.view?.componentColumns ?? null) ?? [];
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const colon = component.indexOf(':');
  return (
    <section className="panel strip component-head" aria-label="Component" data-testid="component-head">
      <PlaceLink className="button" label={`Back to ${hub}`} to={{ ...place, component: null }}>
        ← <span className="hub-name">{hub}</span>
      </PlaceLink>
      <div className="component-name">
        <span className="label">{component.slice(0, Math.max(0, colon))}</span>
        <h2>{component.slice(colon + 1)}</h2>
        {row === null && <span className="tag">not seen in the last minutes</span>}
      </div>
      {facts.map(([label, column]) => {
        const value = row?.values[columns.findIndex((name) => plainName(name) === column)] ?? null;
        const signal = signalOf(signals, column);
        const shown = show(value, column === 'busy' ? '' : (signal?.unit ?? ''), signal?.decimals ?? 1);
        return (
          <div className="fact" key={column}>
            <span className="label">{label}</span>
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
