'use client';
import type { ReactNode } from 'react';
import { Field, Select } from '../field.js';
import { times, type Sought } from './sought.js';

const states = [
  ['', 'any state'],
  ['firing', 'firing'],
  ['resolved', 'resolved'],
] as const;
const severities = [
  ['', 'any severity'],
  ['critical', 'critical'],
  ['warning', 'warning'],
  ['info', 'info'],
] as const;

/** By what incidents are looked for. */
export function Filters({
  sought,
  onChange,
}: {
  readonly sought: Sought;
  readonly onChange: (sought: Sought) => void;
}): ReactNode {
  const put = (part: Partial<Sought>): void => {
    onChange({ ...sought, ...part });
  };
  return (
    <div className="filters" role="search" aria-label="Incidents">
      <input
        type="search"
        aria-label="Search incidents"
        placeholder="Search rules, components, notes"
        value={sought.words}
        onChange={(event) => {
          put({ words: event.target.value });
        }}
      />
      <label className="form-check">
        <input
          type="checkbox"
          checked={sought.all}
          onChange={(event) => {
            put({ all: event.target.checked });
          }}
        />
        all hubs
      </label>
      <div className="by">
        <Select
          label="State"
          value={sought.state}
          options={states}
          onChange={(state) => {
            put({ state });
          }}
        />
        <Select
          label="Severity"
          value={sought.severity}
          options={severities}
          onChange={(severity) => {
            put({ severity });
          }}
        />
        <Select
          label="When"
          value={sought.when}
          options={times}
          onChange={(when) => {
            put({ when });
          }}
        />
      </div>
      {sought.when === 'between' && (
        <div className="by">
          {(['from', 'to'] as const).map((end) => (
            <Field key={end} label={end === 'from' ? 'Fired from' : 'and before'}>
              <input
                type="datetime-local"
                value={sought[end]}
                onChange={(event) => {
                  put({ [end]: event.target.value });
                }}
              />
            </Field>
          ))}
        </div>
      )}
    </div>
  );
}
