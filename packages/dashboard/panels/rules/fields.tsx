'use client';
import { useId, type ReactNode } from 'react';
import { signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import type { Draft } from './rule-words.js';

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <label className="form-field">
      <span>{label}</span>
      {children}
    </label>
  );
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}): ReactNode {
  return (
    <Field label={label}>
      <select
        value={value}
        onChange={(event) => {
          const chosen = options.find(([each]) => each === event.target.value);
          if (chosen !== undefined) onChange(chosen[0]);
        }}
      >
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** The fields of a rule. */
export function RuleFields({
  draft,
  onChange,
}: {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}): ReactNode {
  const id = useId();
  const columns = useLive(({ replica }) => replica.view?.columns ?? null) ?? [];
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const hub = useLive(({ replica }) => replica.view?.name ?? '');
  const unit = signalOf(signals, draft.signal)?.unit ?? '';
  const names = [...new Set([...columns, draft.signal])].filter((name) => !name.endsWith('.count'));
  const put = (part: Partial<Draft>): void => {
    onChange({ ...draft, ...part });
  };
  const text = (name: 'name' | 'threshold' | 'for' | 'keep_firing_for' | 'cooldown' | 'component') => ({
    value: draft[name],
    onChange: (event: { readonly target: { readonly value: string } }) => {
      put({ [name]: event.target.value });
    },
  });
  return (
    <div className="form-grid">
      <Field label="Name">
        <input maxLength={200} placeholder="High latency" {...text('name')} />
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
        label="Signal"
        value={draft.signal}
        options={names.map((name) => [name, name] as const)}
        onChange={(signal) => {
          put({ signal });
        }}
      />
      <div className="pair">
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
        <Field label={unit === '' ? 'Threshold' : `Threshold, ${unit}`}>
          <input inputMode="decimal" required aria-describedby={id} {...text('threshold')} />
        </Field>
      </div>
      <div className="pair">
        <Field label="Fires after, s">
          <input inputMode="numeric" {...text('for')} />
        </Field>
        <Field label="Resolves after, s">
          <input inputMode="numeric" {...text('keep_firing_for')} />
        </Field>
      </div>
      <Field label="Cooldown, s">
        <input inputMode="numeric" {...text('cooldown')} />
      </Field>
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
          <option value={hub} />
        </datalist>
      </Field>
      <Field label="Components (kind:name)">
        <input maxLength={400} placeholder="the hub itself" {...text('component')} />
      </Field>
      <Choice
        label="Where data is missing"
        value={draft.no_data}
        options={[
          ['keep', 'it stays as it is'],
          ['fire', 'it fires'],
          ['resolve', 'it resolves'],
        ]}
        onChange={(no_data) => {
          put({ no_data });
        }}
      />
      <label className="form-check">
        <input
          type="checkbox"
          checked={draft.enabled}
          onChange={(event) => {
            put({ enabled: event.target.checked });
          }}
        />
        It watches
      </label>
    </div>
  );
}
