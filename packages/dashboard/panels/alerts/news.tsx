'use client';
import type { Alert } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { alertWords as words } from '../../words/alerts.js';
import { commonWords } from '../../words/common.js';

type Known = ReadonlyMap<string, Alert['state']>;

function statesOf(alerts: readonly Alert[]): Known {
  return new Map(alerts.map(({ id, state }) => [id, state]));
}

/** Alerts that are named; of the others their number is said. */
const maxNamed = 5;

/** What fired or resolved since the alerts before, in words. */
export function newsOf(before: Known, alerts: readonly Alert[]): string {
  const news = alerts.filter(
    ({ id, state }) =>
      (state === 'firing' || (state === 'resolved' && before.has(id))) && before.get(id) !== state,
  );
  const named = news
    .slice(0, maxNamed)
    .map(({ threshold, state }) =>
      state === 'firing'
        ? words.fires(threshold.name, commonWords.severities[threshold.severity])
        : words.resolved(threshold.name),
    );
  if (news.length > maxNamed) named.push(words.andMore(news.length - maxNamed));
  return named.join('. ');
}

/** Says aloud what fires and what resolves, and nothing else, to who listens instead of looking. */
export function AlertNews({ alerts }: { readonly alerts: readonly Alert[] | null }): ReactNode {
  const [kept, setKept] = useState<{ alerts: readonly Alert[] | null; states: Known; news: string }>({
    alerts: null,
    states: new Map(),
    news: '',
  });
  if (alerts !== null && kept.alerts !== alerts) {
    const news = newsOf(kept.states, alerts);
    setKept({ alerts, states: statesOf(alerts), news: news === '' ? kept.news : news });
  }
  return (
    <p className="only-read" role="status" aria-live="polite">
      {kept.news}
    </p>
  );
}
