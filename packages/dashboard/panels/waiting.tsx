'use client';
import type { ReactNode } from 'react';
import { selfHub } from '@hubscope/core/live';
import { addressOfHub } from '../live/address.js';
import { useLive } from '../live/live-context.js';
import { ConnectGuide } from './connect-guide.js';
import { connectWords as words } from '../words/connect.js';

/** A hub was asked for by name and has never been seen. */
export default function Waiting({ name }: { readonly name: string }): ReactNode {
  const hubs = useLive(({ replica }) => replica.hubs);
  const others = (hubs ?? [])
    .filter((hub) => hub.name !== name && hub.name !== selfHub && hub.state === 'live')
    .slice(0, 8);
  return (
    <main className="empty" data-testid="waiting">
      <h1>{words.waitingFor(name)}</h1>
      <p className="lead">
        {words.waiting[0]}
        <code>hub.name</code>
        {words.waiting[1]}
        <code>service.namespace</code>
        {words.waiting[1]}
        <code>service.name</code>
        {words.waiting[2]}
      </p>
      <ConnectGuide hub={name} />
      {others.length > 0 && (
        <p className="others">
          {words.reportingNow}
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
