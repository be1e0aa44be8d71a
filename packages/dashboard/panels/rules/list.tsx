'use client';
import type { RuleInForce, Suggestion } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { apiPath, listOf, ruleListOf } from '../../live/api.js';
import { newestOf, signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { leastLeft, useBudgets } from '../budgets.js';
import { useAsked } from '../use-asked.js';
import type { Page } from './drawer.js';
import { conditionWords, originWord, ruleMeasure } from './rule-words.js';
import { sentence, showLine } from '../../words/format.js';
import { budgetWords } from '../../words/told.js';
import { commonWords } from '../../words/common.js';
import { ruleWords as words } from '../../words/rules.js';
import { told } from '../../words/told.js';

function suggestionsOf(body: unknown): readonly Suggestion[] {
  return listOf<Suggestion>(body, 'rule', 'name');
}

function Row({
  rule,
  budget,
  suggestion,
  onOpen,
}: {
  readonly rule: RuleInForce;
  /** Percent that is left of the error budget that it keeps; null where it keeps none, or nothing is known. */
  readonly budget: number | null;
  readonly suggestion: Suggestion | null;
  readonly onOpen: (page: Page) => void;
}): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const value = useLive(({ replica }) =>
    replica.view === null ? null : newestOf(replica.view, rule.signal),
  );
  const signal = signalOf(signals, rule.signal);
  const origin = originWord(rule);
  const { of, unit, decimals } = ruleMeasure(rule, signal);
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
          {!rule.enabled && <span className="tag">{words.off}</span>}
        </span>
        <span className="rule-value">
          {rule.component === null && of === 'value' ? showLine(value, unit, decimals) : ''}
        </span>
        <span className="rule-words">
          <i className="severity" data-severity={rule.severity} aria-hidden="true" />
          {commonWords.severities[rule.severity]} · {conditionWords(rule, signal)}
          {rule.component === null ? '' : ` · ${rule.component}`}
        </span>
        {budget !== null && <span className="rule-words">{sentence(budgetWords(budget))}</span>}
        {suggestion !== null && (
          <span className="rule-words">
            {words.suggests(showLine(suggestion.suggested, told.unit(unit), decimals))}
          </span>
        )}
      </button>
    </li>
  );
}

/** The rules in force, each with what it watches as it is now. */
export function RuleList({ onOpen }: { readonly onOpen: (page: Page) => void }): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const rules = useAsked(apiPath('/rules'), ruleListOf);
  const budgets = useBudgets(rules.value?.some(({ burn }) => burn !== null) === true ? hub : null);
  const suggestions = useAsked(
    hub === null ? null : apiPath(`/hubs/${encodeURIComponent(hub)}/suggestions`),
    suggestionsOf,
  );
  return (
    <>
      <div className="drawer-title">
        <h2>{words.tabs.rules}</h2>
        <button
          type="button"
          className="button"
          data-testid="new-rule"
          onClick={() => {
            onOpen({ at: 'new', copyOf: null });
          }}
        >
          {words.newRule}
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
            budget={leastLeft((budgets.value ?? []).filter((each) => each.rule === rule.id))[0]?.left ?? null}
            suggestion={suggestions.value?.find((each) => each.rule === rule.id) ?? null}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {rules.value?.length === 0 && <p className="calm">{words.none}</p>}
    </>
  );
}
