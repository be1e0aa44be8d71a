'use client';
import type { ReactNode } from 'react';
import { useLive } from '../../live/live-context.js';
import { useServerNow } from '../../live/use-now.js';
import { usePlace } from '../../time/use-place.js';
import { PlaceLink } from '../place-link.js';
import { openOverlay } from '../overlay.js';
import { Attention } from '../attention/attention.js';
import { AlertNews } from './news.js';
import { AlertRow } from './row.js';
import { inOrder } from '@hubscope/core/live';
import { alertWords as words } from '../../words/alerts.js';
import { commonWords } from '../../words/common.js';

const counts = ['firing', 'pending', 'approaching'] as const;
/** Lines that are shown; of the others their number is. */
const maxLines = 100;

/** What fires, what comes near, what has just passed; and the way to the rules and to the past. */
export function Alerts(): ReactNode {
  const alerts = useLive(({ replica }) => replica.view?.alerts ?? null);
  const leftOut = useLive(({ replica }) => replica.view?.alertsLeftOut ?? 0);
  const rules = useLive(({ replica }) => replica.view?.rules ?? 0);
  const place = usePlace();
  const serverNow = useServerNow((alerts?.length ?? 0) > 0);
  const ordered = inOrder(alerts ?? []);
  const more = Math.max(0, ordered.length - maxLines) + leftOut;
  return (
    <section
      className="panel side alerts"
      data-testid="alerts"
      data-active={ordered.some(({ state }) => state === 'firing')}
    >
      <header>
        <h2>{words.title}</h2>
        <span className="tags">
          {counts.map((state) => {
            const some = ordered.filter((alert) => alert.state === state);
            const worst = some.some(({ threshold }) => threshold.severity === 'critical')
              ? 'critical'
              : some[0]?.threshold.severity;
            return some.length === 0 ? null : (
              <span className="tag" key={state} data-severity={state === 'firing' ? worst : undefined}>
                {some.length}
                {leftOut > 0 && state === ordered.at(-1)?.state ? '+' : ''} {commonWords.alertStates[state]}
              </span>
            );
          })}
        </span>
        <nav className="quiet-links" aria-label={words.links}>
          <Attention />
          <button
            type="button"
            className="link quiet"
            data-testid="open-rules"
            onClick={() => {
              openOverlay({ kind: 'rules', rule: null });
            }}
          >
            {words.rules}
          </button>
          <PlaceLink className="link quiet" to={{ ...place, view: 'incidents', incident: null }}>
            {words.history}
          </PlaceLink>
        </nav>
      </header>
      {ordered.length === 0 ? (
        <p className="calm">{alerts === null ? '' : words.quiet(rules)}</p>
      ) : (
        <ul>
          {ordered.slice(0, maxLines).map((alert) => (
            <AlertRow key={alert.id} alert={alert} now={serverNow} />
          ))}
          {more > 0 && (
            <li className="calm" data-testid="more-alerts">
              {words.more(more)}
            </li>
          )}
        </ul>
      )}
      <AlertNews alerts={alerts} />
    </section>
  );
}
