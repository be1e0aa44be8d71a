'use client';
import type { Alert } from '@hubscope/core/wire';
import { useEffect, useState, type ReactNode } from 'react';
import { counted, sentence } from '../format/words.js';
import { signalOf } from '../live/columns.js';
import { useLive, useLiveConnection } from '../live/live-context.js';
import { useServerNow } from '../live/use-now.js';
import { AlertNews } from './alert-news.js';
import { alertSentence, inOrder, valueNow } from './alert-words.js';

/** After so long without an answer the button can be pressed again, ms. */
const answerWithinMs = 5000;

function AcknowledgeButton({ alert }: { readonly alert: Alert }): ReactNode {
  const live = useLiveConnection();
  const connected = useLive(({ link }) => link.phase === 'connected');
  const [sent, setSent] = useState(false);
  useEffect(() => {
    if (!sent) return;
    const timer = setTimeout(() => {
      setSent(false);
    }, answerWithinMs);
    return () => {
      clearTimeout(timer);
    };
  }, [sent]);
  return (
    <button
      type="button"
      className="button"
      data-testid="acknowledge"
      disabled={sent || !connected}
      aria-label={`Acknowledge ${alert.threshold.name}`}
      onClick={() => {
        setSent(live.send({ action: 'acknowledge_alert', data: { alert_id: alert.id } }));
      }}
    >
      Acknowledge
    </button>
  );
}

function AlertRow({ alert, now }: { readonly alert: Alert; readonly now: number }): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null);
  const value = useLive(({ replica }) => (replica.view === null ? null : valueNow(replica.view, alert)));
  const { state, threshold, acknowledged } = alert;
  const signal = signalOf(signals ?? [], alert.column);
  return (
    <li
      className="alert"
      data-testid="alert"
      data-state={state}
      data-severity={threshold.severity}
      data-acknowledged={acknowledged}
    >
      <i className="edge" aria-hidden="true" />
      <div>
        <h3>
          {threshold.name}
          {state === 'firing' && (
            <span className="tag" data-severity={threshold.severity}>
              {threshold.severity}
            </span>
          )}
        </h3>
        <p>{alertSentence({ ...alert, current_value: value }, signal, now)}</p>
      </div>
      {state === 'firing' && !acknowledged && <AcknowledgeButton alert={alert} />}
    </li>
  );
}

const counts = ['firing', 'pending', 'approaching'] as const;

export function Alerts(): ReactNode {
  const alerts = useLive(({ replica }) => replica.view?.alerts ?? null);
  const rules = useLive(({ replica }) => replica.view?.rules ?? 0);
  const serverNow = useServerNow((alerts?.length ?? 0) > 0);
  const ordered = inOrder(alerts ?? []);
  return (
    <section
      className="panel side alerts"
      data-testid="alerts"
      data-active={ordered.some(({ state }) => state === 'firing')}
    >
      <header>
        <h2>Alerts</h2>
        {counts.map((state) => {
          const some = ordered.filter((alert) => alert.state === state);
          const worst = some.some(({ threshold }) => threshold.severity === 'critical')
            ? 'critical'
            : some[0]?.threshold.severity;
          return some.length === 0 ? null : (
            <span className="tag" key={state} data-severity={state === 'firing' ? worst : undefined}>
              {some.length} {state}
            </span>
          );
        })}
      </header>
      {ordered.length === 0 ? (
        <p className="calm">{alerts === null ? '' : quietWords(rules)}</p>
      ) : (
        <ul>
          {ordered.map((alert) => (
            <AlertRow key={alert.id} alert={alert} now={serverNow} />
          ))}
        </ul>
      )}
      <AlertNews alerts={alerts} />
    </section>
  );
}

function quietWords(rules: number): string {
  if (rules === 0) return 'No rule watches this hub.';
  return `All quiet. ${sentence(counted(rules, 'rule'))} ${rules === 1 ? 'watches' : 'watch'} this hub.`;
}
