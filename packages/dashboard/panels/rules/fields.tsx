'use client';
import { useId, type ReactNode } from 'react';
import { signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { Choice, Field } from '../field.js';
import { asKind, watchable, type Draft, type Typed } from './draft.js';
import { ruleMeasure } from './rule-words.js';

/** A draft, and what takes it as it is edited. */
export interface Edited {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** A number or a duration of a rule. */
export function TypedField({
  draft,
  onChange,
  name,
  label,
  placeholder,
  required = false,
}: Edited & {
  readonly name: Typed;
  readonly label: string;
  readonly placeholder?: string;
  readonly required?: boolean;
}): ReactNode {
  return (
    <Field label={label}>
      <input
        maxLength={40}
        required={required}
        placeholder={placeholder}
        value={draft[name]}
        onChange={(event) => {
          onChange({ ...draft, [name]: event.target.value });
        }}
      />
    </Field>
  );
}

const kinds = [
  ['value', 'Threshold'],
  ['change', 'Change'],
  ['burn', 'Budget burn'],
] as const;

/** What the threshold is called, by what it counts. */
function thresholdLabel({ kind, signal }: Draft, unit: string): string {
  if (kind === 'change') return 'Change, %';
  if (kind === 'burn') return 'Faster than, × the budget';
  const measure = ruleMeasure({ burn: null, against: null, signal }, { unit, decimals: 1 });
  return measure.unit === '' ? 'Threshold' : `Threshold, ${measure.unit}`;
}

/** What a rule watches, when it fires, and where. */
export function RuleFields(edited: Edited): ReactNode {
  const { draft, onChange } = edited;
  const id = useId();
  const columns = useLive(({ replica }) => replica.view?.columns ?? null) ?? [];
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const hubs = useLive(({ replica }) => replica.hubs) ?? [];
  const signal = signalOf(signals, draft.signal);
  // A budget on how long operations took needs to know which are good.
  const timed = draft.kind === 'burn' && signal?.fold === 'distribution';
  const put = (part: Partial<Draft>): void => {
    onChange({ ...draft, ...part });
  };
  return (
    <div className="form-grid">
      <Field label="Name">
        <input
          maxLength={200}
          placeholder="High latency"
          value={draft.name}
          onChange={(event) => {
            put({ name: event.target.value });
          }}
        />
      </Field>
      <Choice
        label="Severity"
        value={draft.severity}
        options={[
          ['info', 'Info'],
          ['warning', 'Warning'],
          ['critical', 'Critical'],
        ]}
        onChange={(severity) => {
          put({ severity });
        }}
      />
      <Choice
        label="Kind"
        value={draft.kind}
        options={kinds}
        onChange={(kind) => {
          onChange(asKind(draft, kind, signals));
        }}
      />
      {draft.kind === 'change' && (
        <Choice
          label="Against"
          value={draft.against}
          options={[
            ['hour', 'the hour before'],
            ['yesterday', 'the same time yesterday'],
          ]}
          onChange={(against) => {
            put({ against });
          }}
        />
      )}
      {draft.kind === 'burn' && (
        <div className={timed ? 'pair' : 'alone'}>
          <TypedField {...edited} name="objective" label="Objective, %" required />
          {timed && (
            <TypedField {...edited} name="good_below" label={`Good up to, ${signal.unit}`} required />
          )}
        </div>
      )}
      <div className={draft.kind === 'value' ? 'alone' : 'whole'}>
        <Choice
          label="Signal"
          value={draft.signal}
          options={watchable(draft, columns, signals).map((name) => [name, name] as const)}
          onChange={(name) => {
            put({ signal: name });
          }}
        />
      </div>
      <div className={draft.kind === 'burn' ? 'alone' : 'pair'}>
        {draft.kind !== 'burn' && (
          <Choice
            label="Is"
            value={draft.condition}
            options={[
              ['above', 'above'],
              ['below', 'below'],
              ['equal', 'equal to'],
            ]}
            onChange={(condition) => {
              put({ condition });
            }}
          />
        )}
        <TypedField {...edited} name="threshold" label={thresholdLabel(draft, signal?.unit ?? '')} required />
      </div>
      <div className="pair">
        <TypedField {...edited} name="for" label="Fires after" placeholder="5s" />
        <TypedField {...edited} name="keep_firing_for" label="Resolves after" placeholder="5s" />
      </div>
      <Field label="Hubs (* is any text)">
        <input
          maxLength={200}
          placeholder="every hub"
          value={draft.hub}
          list={`${id}-hubs`}
          onChange={(event) => {
            put({ hub: event.target.value });
          }}
        />
        <datalist id={`${id}-hubs`}>
          {hubs.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </Field>
      <Field label="Components (kind:name)">
        <input
          maxLength={400}
          placeholder="the hub itself"
          value={draft.component}
          onChange={(event) => {
            put({ component: event.target.value });
          }}
        />
      </Field>
    </div>
  );
}
