'use client';
import type { ReactNode } from 'react';
import { ConnectGuide } from './connect-guide.js';
import { CopyButton } from './copy.js';
import { connectWords as words } from '../words/connect.js';

const demoCommand = 'npx hubscope serve --demo';

/** Nothing has reported yet: connecting is the page. */
export default function Empty(): ReactNode {
  return (
    <main className="empty" data-testid="empty">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <ConnectGuide hub="my-hub" />
      <section className="panel sample" aria-label={words.sample}>
        <div>
          <h2>{words.onlyLooking}</h2>
          <p>{words.sampleAbout}</p>
          <code>{demoCommand}</code>
        </div>
        <CopyButton text={demoCommand} what={words.command} />
      </section>
    </main>
  );
}
