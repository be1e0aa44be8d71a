'use client';
import type { ReactNode } from 'react';
import { Field, Select } from '../field.js';
import { times, type Sought } from './sought.js';
import { commonWords } from '../../words/common.js';
import { incidentWords as words } from '../../words/incidents.js';

const states = ['', 'firing', 'resolved'] as const;
const severities = ['', 'critical', 'warning', 'info'] as const;

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
    <div className="filters" role="search" aria-label={words.title}>
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.searchHint}
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
        {words.allHubs}
      </label>
      <div className="by">
        <Select
          label={words.state}
          value={sought.state}
          options={states.map((each) => [each, each === '' ? words.anyState : commonWords.alertStates[each]])}
          onChange={(state) => {
            put({ state });
          }}
        />
        <Select
          label={words.severity}
          value={sought.severity}
          options={severities.map((each) => [
            each,
            each === '' ? words.anySeverity : commonWords.severities[each],
          ])}
          onChange={(severity) => {
            put({ severity });
          }}
        />
        <Select
          label={words.when}
          value={sought.when}
          options={times.map((each) => [each, words.times[each]])}
          onChange={(when) => {
            put({ when });
          }}
        />
      </div>
      {sought.when === 'between' && (
        <div className="by">
          {(['from', 'to'] as const).map((end) => (
            <Field key={end} label={end === 'from' ? words.firedFrom : words.andBefore}>
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
