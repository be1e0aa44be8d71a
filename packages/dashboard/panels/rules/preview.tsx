'use client';
import type { PreviewAnswer } from '@hubscope/core/wire';
import { useEffect, useState, type ReactNode } from 'react';
import { ApiFault, apiPath, ask, historyAnswerOf } from '../../live/api.js';
import { columnIn, signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { historyOf, type History } from '../../time/history.js';
import { stepFor } from '../../time/range.js';
import { PastLine } from '../past-line.js';
import { previewWords, shownFrom, suggestionWords, type Draft } from './rule-words.js';

/** A hand that types rests so long before the past is asked, ms. */
const restMs = 350;

interface Shown {
  readonly preview: PreviewAnswer;
  readonly history: History;
  readonly signal: string;
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
  throw new ApiFault('The server’s answer could not be read.', null);
}

/** What the rule would have done in the last day, as it is typed. */
export function Preview({
  rule,
  draft,
  onUse,
}: {
  readonly rule: Readonly<Record<string, unknown>> | null;
  readonly draft: Draft;
  readonly onUse: (threshold: string) => void;
}): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const components = useLive(({ replica }) => replica.view?.components ?? null);
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const [shown, setShown] = useState<Shown | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const signal = signalOf(signals, draft.signal);
  // A glob is tried on the busiest component that it may mean.
  const component =
    draft.component.trim() === ''
      ? null
      : ([...(components?.keys() ?? [])].find((key) => key.includes(draft.component.replaceAll('*', ''))) ??
        draft.component.trim());
  const asked = rule === null ? null : JSON.stringify({ rule, hub, component });

  useEffect(() => {
    if (asked === null || hub === null) return;
    const aborter = new AbortController();
    const { signal: gaveUp } = aborter;
    const run = async (): Promise<void> => {
      const { rule: body } = JSON.parse(asked) as { rule: { signal: string } };
      const preview = previewOf(
        await ask(apiPath('/rules/preview'), {
          method: 'POST',
          body: { rule: body, hub, component },
          signal: gaveUp,
        }),
      );
      const begin = shownFrom(preview);
      const step = stepFor((preview.to - begin) / 1000) * 1000;
      const from = Math.floor(begin / step) * step;
      const answer = await ask(
        apiPath(`/hubs/${encodeURIComponent(hub)}/history`, {
          from,
          to: Math.ceil(preview.to / 1000) * 1000,
          step,
          signals: body.signal,
          component,
        }),
        { signal: gaveUp },
      );
      setShown({ preview, history: historyOf(historyAnswerOf(answer)), signal: body.signal });
      setFault(null);
    };
    const timer = setTimeout(() => {
      run().catch((error: unknown) => {
        if (!gaveUp.aborted) setFault(error instanceof ApiFault ? error.message : 'It could not be tried.');
      });
    }, restMs);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [asked, hub, component]);

  const suggested = shown?.preview.suggested_threshold ?? null;
  const rounded = suggested === null ? null : Number(suggested.toPrecision(3));
  return (
    <section
      className="preview"
      aria-label="What it would have done"
      data-testid="rule-preview"
      aria-live="polite"
    >
      <p>
        {fault ??
          (shown === null
            ? rule === null
              ? 'With a threshold, the last 24 hours are tried here.'
              : 'Trying the last 24 hours.'
            : previewWords(shown.preview))}
      </p>
      <PastLine
        values={shown === null ? [] : (columnIn(shown.history.columns, shown.signal) ?? [])}
        from={shown?.history.from ?? 0}
        step={shown?.history.step ?? 1}
        threshold={
          typeof rule?.['threshold'] === 'number' && draft.condition !== 'equal' ? rule['threshold'] : null
        }
        severity={draft.severity}
        stretches={(shown?.preview.fired ?? []).map(({ from, to }) => ({
          from: from / 1000,
          to: (to ?? shown?.preview.to ?? from) / 1000,
        }))}
        unit={signal?.unit ?? ''}
      />
      {rounded !== null && rounded !== rule?.['threshold'] && (
        <button
          type="button"
          className="button"
          data-testid="use-suggestion"
          onClick={() => {
            onUse(String(rounded));
          }}
        >
          {suggestionWords(rounded, signal?.unit ?? '', signal?.decimals ?? 1)}
        </button>
      )}
    </section>
  );
}
