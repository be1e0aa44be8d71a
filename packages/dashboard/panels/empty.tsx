'use client';
import type { ReactNode } from 'react';
import { ConnectGuide } from './connect-guide.js';
import { CopyButton } from './copy.js';

const demoCommand = 'npx hubscope serve --demo';

/** Nothing has reported yet: connecting is the page. */
export default function Empty(): ReactNode {
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
