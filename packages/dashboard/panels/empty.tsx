'use client';
import type { ReactNode } from 'react';
import { selfHub } from '@hubscope/core/live';
import { addressOfHub } from '../live/address.js';
import { useLive } from '../live/live-context.js';
import { ConnectGuide } from './connect-guide.js';
import { CopyButton } from './copy.js';

const demoCommand = 'npx hubscope serve --demo';

/** Nothing has reported yet: connecting is the page. */
export function Empty(): ReactNode {
  return (
    <main className="empty" data-testid="empty">
      <h1>Connect your hub</h1>
      <p className="lead">
        Hubscope listens for OpenTelemetry. Set three variables where your hub runs and start it again. This
        page comes alive with its first span.
      </p>
      <ConnectGuide hub="my-hub" />
      <section className="panel sample" aria-label="Sample hub">
        <div>
          <h2>Only looking?</h2>
          <p>
            A small real orchestrator comes with Hubscope: agents that answer questions over a real corpus.
            Start the server with it:
          </p>
          <code>{demoCommand}</code>
        </div>
        <CopyButton text={demoCommand} what="the command" />
      </section>
    </main>
  );
}

/** A hub was asked for by name and has never been seen. */
export function Waiting({ name }: { readonly name: string }): ReactNode {
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
