'use client';
import type { Matcher } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { useLive } from '../../live/live-context.js';
import { silence } from '../alerts/actions.js';
import { repeats, startOf, startWords } from './silence-words.js';

const lengths = [
  [1800, '30 min'],
  [3600, '1 h'],
  [14_400, '4 h'],
  [86_400, '1 d'],
  [604_800, '7 d'],
] as const;

const severities = ['info', 'warning', 'critical'] as const;

/** Mutes what fits, from now on or in a window that is planned. */
export function NewSilence({
  matcher,
  onMade,
}: {
  readonly matcher: Partial<Matcher> | null;
  readonly onMade: () => void;
}): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? '');
  const [rule, setRule] = useState(matcher?.rule ?? '');
  const [where, setWhere] = useState(matcher?.hub ?? hub);
  const [component, setComponent] = useState(matcher?.component ?? '');
  const [starts, setStarts] = useState('');
  const [seconds, setSeconds] = useState<number>(3600);
  const [repeat, setRepeat] = useState(repeats[0]);
  const [severity, setSeverity] = useState('');
  const [comment, setComment] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const able = rule.trim() !== '' || where.trim() !== '' || component.trim() !== '';
  const make = async (): Promise<void> => {
    try {
      await silence(
        {
          matcher: { rule: rule.trim(), hub: where.trim(), component: component.trim(), severity },
          seconds,
          comment: comment.trim(),
          startsAt: startOf(starts),
          repeat: repeat.every,
        },
        pageNow(),
      );
      setFault(null);
      onMade();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : 'It could not be muted.');
    }
  };
  const fields = [
    ['Rule (* is any text)', rule, setRule, 'every rule'],
    ['Hub', where, setWhere, 'every hub'],
    ['Component (kind:name)', component, setComponent, 'any'],
    ['Why', comment, setComment, 'What others should know'],
  ] as const;
  return (
    <form
      className="rule-form"
      data-testid="new-silence"
      onSubmit={(event) => {
        event.preventDefault();
        if (able) void make();
      }}
    >
      <div className="form-grid">
        {fields.map(([label, value, set, placeholder]) => (
          <label className="form-field" key={label}>
            <span>{label}</span>
            <input
              value={value}
              maxLength={400}
              placeholder={placeholder}
              onChange={(event) => {
                set(event.target.value);
              }}
            />
          </label>
        ))}
        <label className="form-field">
          <span>Severity</span>
          <select
            value={severity}
            onChange={(event) => {
              setSeverity(event.target.value);
            }}
          >
            <option value="">any</option>
            {severities.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <label className="form-field">
          <span>From (empty: now)</span>
          <input
            type="datetime-local"
            value={starts}
            onChange={(event) => {
              setStarts(event.target.value);
            }}
          />
        </label>
        <label className="form-field">
          <span>For</span>
          <select
            value={seconds}
            onChange={(event) => {
              setSeconds(Number(event.target.value));
            }}
          >
            {lengths.map(([length, words]) => (
              <option key={length} value={length}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label className="form-field">
          <span>Again</span>
          <select
            value={repeat.words}
            onChange={(event) => {
              setRepeat(repeats.find(({ words }) => words === event.target.value) ?? repeats[0]);
            }}
          >
            {repeats.map(({ words }) => (
              <option key={words} value={words}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <div className="form-field end">
          <button type="submit" className="button strong" disabled={!able} data-testid="make-silence">
            {startWords(startOf(starts), pageNow())}
          </button>
        </div>
      </div>
      {fault !== null && (
        <p className="fault pad" role="alert">
          {fault} Nothing was muted.
        </p>
      )}
    </form>
  );
}
