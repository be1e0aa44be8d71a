'use client';
import { useId, type ReactNode } from 'react';
import { signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { Choice, Field } from '../field.js';
import { asKind, watchable, type Draft, type Typed } from './draft.js';
import { ruleMeasure } from './rule-words.js';
import { ruleWords as words } from '../../words/rules.js';
import { told } from '../../words/told.js';

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

const kinds = ['value', 'change', 'burn'] as const;
const severities = ['info', 'warning', 'critical'] as const;
const conditions = ['above', 'below', 'equal'] as const;

/** What the threshold is called, by what it counts. */
function thresholdLabel({ kind, signal }: Draft, unit: string): string {
  if (kind === 'change') return words.changePercent;
  if (kind === 'burn') return words.fasterThan;
  const measure = ruleMeasure({ burn: null, against: null, signal }, { unit, decimals: 1 });
  return words.threshold(told.unit(measure.unit));
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
      <Field label={words.name}>
        <input
          maxLength={200}
          placeholder={words.nameHint}
          value={draft.name}
          onChange={(event) => {
            put({ name: event.target.value });
          }}
        />
      </Field>
      <Choice
        label={words.severity}
        value={draft.severity}
        options={severities.map((each) => [each, words.severities[each]])}
        onChange={(severity) => {
          put({ severity });
        }}
      />
      <Choice
        label={words.kind}
        value={draft.kind}
        options={kinds.map((each) => [each, words.kinds[each]])}
        onChange={(kind) => {
          onChange(asKind(draft, kind, signals));
        }}
      />
      {draft.kind === 'change' && (
        <Choice
          label={words.against}
          value={draft.against}
          options={[
            ['hour', words.hourBefore],
            ['yesterday', words.yesterday],
          ]}
          onChange={(against) => {
            put({ against });
          }}
        />
      )}
      {draft.kind === 'burn' && (
        <div className={timed ? 'pair' : 'alone'}>
          <TypedField {...edited} name="objective" label={words.objective} required />
          {timed && <TypedField {...edited} name="good_below" label={words.goodUpTo(signal.unit)} required />}
        </div>
      )}
      <div className={draft.kind === 'value' ? 'alone' : 'whole'}>
        <Choice
          label={words.signal}
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
            label={words.is}
            value={draft.condition}
            options={conditions.map((each) => [each, words.conditions[each]])}
            onChange={(condition) => {
              put({ condition });
            }}
          />
        )}
        <TypedField {...edited} name="threshold" label={thresholdLabel(draft, signal?.unit ?? '')} required />
      </div>
      <div className="pair">
        <TypedField {...edited} name="for" label={words.firesAfter} placeholder="5s" />
        <TypedField {...edited} name="keep_firing_for" label={words.resolvesAfter} placeholder="5s" />
      </div>
      <Field label={words.hubs}>
        <input
          maxLength={200}
          placeholder={words.everyHub}
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
      <Field label={words.components}>
        <input
          maxLength={400}
          placeholder={words.hubItself}
          value={draft.component}
          onChange={(event) => {
            put({ component: event.target.value });
          }}
        />
      </Field>
    </div>
  );
}
