'use client';
import { useState, type ReactNode } from 'react';
import { Choice } from '../field.js';
import { newDraft, type Draft } from './draft.js';
import { TypedField, type Edited } from './fields.js';
import { ruleWords as words } from '../../words/rules.js';

const usual = newDraft('');
const watched = ['resolve_at', 'critical_at', 'approach', 'long', 'short', 'period', 'no_data'] as const;

const noDatas = ['keep', 'fire', 'resolve'] as const;

/** Whether something stands there that is not as usual. */
function unusual(draft: Draft): boolean {
  return !draft.enabled || watched.some((name) => draft[name] !== usual[name]);
}

/** What most rules leave as it is. */
export function MoreFields(edited: Edited): ReactNode {
  const { draft, onChange } = edited;
  const [first] = useState(() => unusual(draft));
  return (
    <details className="more" open={first} data-testid="more-fields">
      <summary>{words.more}</summary>
      <div className="form-grid">
        {draft.condition !== 'equal' && (
          <>
            <TypedField
              {...edited}
              name="resolve_at"
              label={words.resolvesAt}
              placeholder={words.theThreshold}
            />
            <TypedField {...edited} name="critical_at" label={words.criticalFrom} placeholder={words.never} />
            <TypedField {...edited} name="approach" label={words.approachingFrom} placeholder={words.never} />
          </>
        )}
        {draft.kind === 'burn' && (
          <>
            <div className="pair">
              <TypedField {...edited} name="long" label={words.burnsOver} />
              <TypedField {...edited} name="short" label={words.andOver} />
            </div>
            <TypedField {...edited} name="period" label={words.budgetFor} />
          </>
        )}
        <TypedField {...edited} name="cooldown" label={words.cooldown} placeholder="5m" />
        <Choice
          label={words.noData}
          value={draft.no_data}
          options={noDatas.map((each) => [each, words.noDatas[each]])}
          onChange={(no_data) => {
            onChange({ ...draft, no_data });
          }}
        />
        <label className="form-check">
          <input
            type="checkbox"
            checked={draft.enabled}
            onChange={(event) => {
              onChange({ ...draft, enabled: event.target.checked });
            }}
          />
          {words.watches}
        </label>
      </div>
    </details>
  );
}
