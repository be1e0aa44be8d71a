'use client';
import type { ReactNode } from 'react';
import { selfHub } from '@hubscope/core/live';
import { addressOfHub } from '../live/address.js';
import { useLive } from '../live/live-context.js';
import { ConnectGuide } from './connect-guide.js';

/** A hub was asked for by name and has never been seen. */
export default function Waiting({ name }: { readonly name: string }): ReactNode {
  const hubs = useLive(({ replica }) => replica.hubs);
  const others = (hubs ?? [])
    .filter((hub) => hub.name !== name && hub.name !== selfHub && hub.state === 'live')
    .slice(0, 8);
  return (
    <main className="empty" data-testid="waiting">
      <h1>Waiting for {name}</h1>
      <p className="lead">
        No hub of this name has reported. Start it with these variables, or check how it names itself:{' '}
        <code>hub.name</code>, else <code>service.namespace</code>, else <code>service.name</code>. This page
        comes alive with its first span.
      </p>
      <ConnectGuide hub={name} />
      {others.length > 0 && (
        <p className="others">
          Reporting now:{' '}
          {others.map((hub) => (
            <a key={hub.name} href={addressOfHub(hub.name)}>
              {hub.name}
            </a>
          ))}
        </p>
      )}
    </main>
  );
}
