'use client';
import { useState, type ReactNode } from 'react';
import { Choice } from '../field.js';
import { newDraft, type Draft } from './draft.js';
import { TypedField, type Edited } from './fields.js';

const usual = newDraft('');
const watched = ['resolve_at', 'critical_at', 'approach', 'long', 'short', 'period', 'no_data'] as const;

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
      <summary>More</summary>
      <div className="form-grid">
        {draft.condition !== 'equal' && (
          <>
            <TypedField {...edited} name="resolve_at" label="Resolves at" placeholder="the threshold" />
            <TypedField {...edited} name="critical_at" label="Critical from" placeholder="never" />
            <TypedField
              {...edited}
              name="approach"
              label="Approaching from, % of the threshold"
              placeholder="never"
            />
          </>
        )}
        {draft.kind === 'burn' && (
          <>
            <div className="pair">
              <TypedField {...edited} name="long" label="Burns over" />
              <TypedField {...edited} name="short" label="and over" />
            </div>
            <TypedField {...edited} name="period" label="Budget is for" />
          </>
        )}
        <TypedField {...edited} name="cooldown" label="Cooldown" placeholder="5m" />
        <Choice
          label="Where data is missing"
          value={draft.no_data}
          options={[
            ['keep', 'it stays as it is'],
            ['fire', 'it fires'],
            ['resolve', 'it resolves'],
          ]}
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
          It watches
        </label>
      </div>
    </details>
  );
}
