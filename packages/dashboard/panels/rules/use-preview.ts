'use client';
import type { ComponentSummary, PreviewAnswer, Rule } from '@hubscope/core/wire';
import { useEffect, useState } from 'react';
import { useLive } from '../../live/live-context.js';
import { ApiFault, apiPath, ask, historyAnswerOf, listOf } from '../../live/api.js';
import { historyOf, type History } from '../../time/history.js';
import { stepFor } from '../../time/range.js';
import { useAsked } from '../use-asked.js';
import type { Draft } from './draft.js';
import { shownFrom } from './rule-words.js';
import { triedComponent, triedHub, type Tried } from './tried-on.js';
import { commonWords } from '../../words/common.js';
import { ruleWords } from '../../words/rules.js';

/** A hand that types rests so long before the past is asked, ms. */
const restMs = 350;

/** What came of a rule, and the column that it watches. */
export interface Shown {
  readonly preview: PreviewAnswer;
  readonly history: History;
  readonly signal: string;
}

export interface Previewed {
  /** null: no hub that it watches has reported. */
  readonly hub: Tried | null;
  /** null: the hub itself, or no component that it watches is known. */
  readonly component: Tried | null;
  readonly shown: Shown | null;
  readonly fault: string | null;
}

function previewOf(body: unknown): PreviewAnswer {
  if (
    typeof body === 'object' &&
    body !== null &&
    'count' in body &&
    'fired' in body &&
    Array.isArray(body.fired)
  )
    return body as PreviewAnswer;
  throw new ApiFault(commonWords.unreadable, null);
}

function componentsOf(body: unknown): readonly ComponentSummary[] {
  return listOf<ComponentSummary>(body, 'key', 'kind');
}

async function tried(asked: string, signal: AbortSignal): Promise<Shown> {
  const body = JSON.parse(asked) as { rule: Rule; hub: string; component: string | null };
  const preview = previewOf(await ask(apiPath('/rules/preview'), { method: 'POST', body, signal }));
  const begin = shownFrom(preview);
  const step = stepFor((preview.to - begin) / 1000) * 1000;
  const answer = await ask(
    apiPath(`/hubs/${encodeURIComponent(body.hub)}/history`, {
      from: Math.floor(begin / step) * step,
      to: Math.ceil(preview.to / 1000) * 1000,
      step,
      signals: body.rule.signal,
      component: body.component,
    }),
    { signal },
  );
  return { preview, history: historyOf(historyAnswerOf(answer)), signal: body.rule.signal };
}

/** What a rule would have done in the last day on what it watches, as it is typed. */
export function usePreview(rule: Rule | null, draft: Pick<Draft, 'hub' | 'component'>): Previewed {
  const onScreen = useLive(({ replica }) => replica.view?.name ?? null);
  const hubs = useLive(({ replica }) => replica.hubs) ?? [];
  const [shown, setShown] = useState<Shown | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const hub = triedHub(draft.hub, hubs, onScreen);
  const ofHub = draft.component.trim() === '';
  const components = useAsked(
    hub === null || ofHub ? null : apiPath(`/hubs/${encodeURIComponent(hub.name)}/components`),
    componentsOf,
  );
  const component = ofHub ? null : triedComponent(draft.component, components.value ?? []);
  const ready = rule !== null && hub !== null && (ofHub || (components.value !== null && component !== null));
  const asked = ready ? JSON.stringify({ rule, hub: hub.name, component: component?.name ?? null }) : null;

  useEffect(() => {
    if (asked === null) return;
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      tried(asked, aborter.signal)
        .then((came) => {
          setShown(came);
          setFault(null);
        })
        .catch((error: unknown) => {
          if (aborter.signal.aborted) return;
          setFault(error instanceof ApiFault ? error.message : ruleWords.notTried);
        });
    }, restMs);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [asked]);
  return { hub, component, shown: asked === null ? null : shown, fault: asked === null ? null : fault };
}
