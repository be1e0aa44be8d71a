'use client';
import type { Rule } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { columnIn, signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { PastLine } from '../past-line.js';
import type { Draft } from './draft.js';
import { previewWords, ruleMeasure, suggestionWords } from './rule-words.js';
import { triedWords } from './tried-on.js';
import { usePreview, type Previewed } from './use-preview.js';

function wordsOf({ hub, component, shown, fault }: Previewed, rule: Rule | null, ofHub: boolean): string {
  if (hub === null) return 'No hub that it watches has reported yet.';
  if (rule === null) return 'With a threshold, the last 24 hours are tried here.';
  if (!ofHub && component === null) return 'No component that it watches is known here.';
  return fault ?? (shown === null ? 'Trying the last 24 hours.' : previewWords(shown.preview));
}

/** What the rule would have done in the last day, as it is typed. */
export function Preview({
  rule,
  draft,
  onUse,
}: {
  readonly rule: Rule | null;
  readonly draft: Draft;
  readonly onUse: (threshold: string) => void;
}): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const previewed = usePreview(rule, draft);
  const { hub, component, shown } = previewed;
  const signal = signalOf(signals, draft.signal);
  const measure = rule === null ? null : ruleMeasure(rule, signal);
  const suggested = shown?.preview.suggested_threshold ?? null;
  const rounded = suggested === null ? null : Number(suggested.toPrecision(3));
  // A change and a burn rate lie on another scale than the column that is drawn.
  const onScale = measure?.of === 'value' && rule?.condition !== 'equal';
  return (
    <section
      className="preview"
      aria-label="What it would have done"
      data-testid="rule-preview"
      aria-live="polite"
    >
      <div>
        <p>{wordsOf(previewed, rule, draft.component.trim() === '')}</p>
        {hub !== null && rule !== null && (
          <p className="rule-words" data-testid="tried-on">
            {triedWords(hub, component)}
          </p>
        )}
      </div>
      <PastLine
        values={shown === null ? [] : (columnIn(shown.history.columns, shown.signal) ?? [])}
        from={shown?.history.from ?? 0}
        step={shown?.history.step ?? 1}
        threshold={onScale ? (rule?.threshold ?? null) : null}
        severity={draft.severity}
        stretches={(shown?.preview.fired ?? []).map(({ from, to }) => ({
          from: from / 1000,
          to: (to ?? shown?.preview.to ?? from) / 1000,
        }))}
        unit={signal?.unit ?? ''}
      />
      {measure !== null && rounded !== null && rounded !== rule?.threshold && (
        <button
          type="button"
          className="button"
          data-testid="use-suggestion"
          onClick={() => {
            onUse(String(rounded));
          }}
        >
          {suggestionWords(rounded, measure)}
        </button>
      )}
    </section>
  );
}
