'use client';
import type { RuleInForce, Suggestion } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { show, showLine, thinSpace } from '@hubscope/core/format';
import { apiPath, listOf } from '../../live/api.js';
import { newestOf, signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { useAsked } from '../use-asked.js';
import type { Page } from './drawer.js';
import { conditionWords, originWord } from './rule-words.js';

export function rulesOf(body: unknown): readonly RuleInForce[] {
  return listOf<RuleInForce>(body, 'name', 'signal');
}

function suggestionsOf(body: unknown): readonly Suggestion[] {
  return listOf<Suggestion>(body, 'rule', 'name');
}

function Row({
  rule,
  suggestion,
  onOpen,
}: {
  readonly rule: RuleInForce;
  readonly suggestion: Suggestion | null;
  readonly onOpen: (page: Page) => void;
}): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const value = useLive(({ replica }) =>
    replica.view === null ? null : newestOf(replica.view, rule.signal),
  );
  const signal = signalOf(signals, rule.signal);
  const origin = originWord(rule);
  const shown = show(value, signal?.unit ?? '', signal?.decimals ?? 1);
  return (
    <li className="rule" data-testid="rule" data-enabled={rule.enabled}>
      <button
        type="button"
        onClick={() => {
          onOpen({ at: 'rule', id: rule.id });
        }}
      >
        <span className="rule-name">
          {rule.name}
          {origin !== null && <span className="tag">{origin}</span>}
          {!rule.enabled && <span className="tag">off</span>}
        </span>
        <span className="rule-value">
          {rule.component === null && rule.against === null && rule.burn === null
            ? `${shown.text}${thinSpace}${shown.unit}`
            : ''}
        </span>
        <span className="rule-words">
          <i className="severity" data-severity={rule.severity} aria-hidden="true" />
          {rule.severity} · {conditionWords(rule, signal)}
          {rule.component === null ? '' : ` · ${rule.component}`}
        </span>
        {suggestion !== null && (
          <span className="rule-words">
            Its own past suggests {showLine(suggestion.suggested, signal?.unit ?? '', signal?.decimals ?? 1)}
          </span>
        )}
      </button>
    </li>
  );
}

/** The rules in force, each with what it watches as it is now. */
export function RuleList({ onOpen }: { readonly onOpen: (page: Page) => void }): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const rules = useAsked(apiPath('/rules'), rulesOf);
  const suggestions = useAsked(
    hub === null ? null : apiPath(`/hubs/${encodeURIComponent(hub)}/suggestions`),
    suggestionsOf,
  );
  return (
    <>
      <div className="drawer-title">
        <h2>Rules</h2>
        <button
          type="button"
          className="button"
          data-testid="new-rule"
          onClick={() => {
            onOpen({ at: 'new', copyOf: null });
          }}
        >
          New rule
        </button>
      </div>
      {rules.fault !== null && (
        <p className="fault pad" role="alert">
          {rules.fault}
        </p>
      )}
      <ul className="rules">
        {(rules.value ?? []).map((rule) => (
          <Row
            key={rule.id}
            rule={rule}
            suggestion={suggestions.value?.find((each) => each.rule === rule.id) ?? null}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {rules.value?.length === 0 && <p className="calm">No rule watches anything.</p>}
    </>
  );
}
