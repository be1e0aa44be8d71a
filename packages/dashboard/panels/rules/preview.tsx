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
import { ruleWords as words } from '../../words/rules.js';

function wordsOf({ hub, component, shown, fault }: Previewed, rule: Rule | null, ofHub: boolean): string {
  if (hub === null) return words.noHub;
  if (rule === null) return words.noThreshold;
  if (!ofHub && component === null) return words.noComponent;
  return fault ?? (shown === null ? words.trying : previewWords(shown.preview));
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
    <section className="preview" aria-label={words.would} data-testid="rule-preview" aria-live="polite">
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
