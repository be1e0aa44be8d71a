'use client';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { clients, type Client } from './clients.js';
import { CopyButton } from './copy.js';
import { useEndpoint } from './endpoint.js';
import { PlaceLink } from './place-link.js';
import { usePlace } from '../time/use-place.js';
import { useLive } from '../live/live-context.js';
import { connectWords as words } from '../words/connect.js';

/** What to copy to connect a hub: a tab a client. */
export function ConnectGuide({ hub }: { readonly hub: string }): ReactNode {
  const id = useId();
  const endpoint = useEndpoint();
  const place = usePlace();
  const connected = useLive(({ link }) => link.phase === 'connected');
  const [chosen, setChosen] = useState<Client | null>(null);
  const tabs = useRef<HTMLDivElement>(null);
  const client = chosen ?? clients[0];
  if (client === undefined) return null;
  const lines = client.lines(endpoint, hub);

  const onKey = (event: KeyboardEvent): void => {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const to = (clients.indexOf(client) + move + clients.length) % clients.length;
    setChosen(clients[to] ?? null);
    tabs.current?.querySelectorAll('button')[to]?.focus();
  };

  return (
    <section className="panel connect" data-testid="connect-guide" aria-label={words.how}>
      <div className="tabs" role="tablist" aria-label={words.client} ref={tabs} onKeyDown={onKey}>
        {clients.map((each) => (
          <button
            type="button"
            role="tab"
            key={each.id}
            id={`${id}-${each.id}`}
            aria-selected={each.id === client.id}
            aria-controls={`${id}-lines`}
            tabIndex={each.id === client.id ? 0 : -1}
            onClick={() => {
              setChosen(each);
            }}
          >
            {each.title ?? words.anyOtlp}
          </button>
        ))}
      </div>
      <div className="snippet" role="tabpanel" id={`${id}-lines`} aria-labelledby={`${id}-${client.id}`}>
        <pre tabIndex={0}>
          {lines.map(({ text, comment }) => (
            <code key={text} data-comment={comment || undefined}>
              {text}
              {'\n'}
            </code>
          ))}
        </pre>
        <CopyButton text={lines.map(({ text }) => text).join('\n') + '\n'} what={words.lines} />
      </div>
      <p className="listening" data-testid="listening">
        <i className="ring" data-turning={connected} aria-hidden="true" />
        {connected ? words.listening(endpoint) : words.deaf}
        {connected && (
          <span className="doctor">
            {words.runsAlready}
            <PlaceLink className="link" to={{ ...place, view: 'doctor' }}>
              {words.seeWhy}
            </PlaceLink>
            {words.orRun}
            <code>npx hubscope doctor</code>.
          </span>
        )}
      </p>
    </section>
  );
}
