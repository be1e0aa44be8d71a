'use client';
import type { Matcher } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { useLive } from '../../live/live-context.js';
import { keepName, longestName, usePerson } from '../access/person.js';
import { silence } from '../alerts/actions.js';
import { Choice, Field } from '../field.js';
import { lengths, repeats, startOf, startWords, type Silencing } from './silence-words.js';

const matched = [
  ['rule', 'Rule (* is any text)', 'every rule'],
  ['hub', 'Hub', 'every hub'],
  ['component', 'Component (kind:name)', 'any'],
  ['signal', 'Signal', 'any, as latency.p95'],
] as const;
const severities = [
  ['', 'any'],
  ['info', 'info'],
  ['warning', 'warning'],
  ['critical', 'critical'],
] as const;

/** What is filled in: text, as the fields hold it. */
interface Filled {
  readonly matcher: Readonly<Record<keyof Matcher, string>>;
  readonly starts: string;
  readonly length: string;
  readonly ends: string;
  readonly repeat: string;
  readonly repeatUntil: string;
  readonly comment: string;
}

/** As it is asked for; null while it names nothing, or its end is missing or not after its beginning. */
function asked(filled: Filled, now: number): Silencing | null {
  const matcher = Object.fromEntries(
    Object.entries(filled.matcher).map(([name, glob]) => [name, glob.trim()]),
  );
  const seconds = lengths.find(([, words]) => words === filled.length)?.[0] ?? null;
  const [startsAt, endsAt] = [startOf(filled.starts), startOf(filled.ends)];
  if (Object.values(matcher).every((glob) => glob === '')) return null;
  if (seconds === null && (endsAt === null || endsAt <= (startsAt ?? now))) return null;
  return {
    matcher,
    lasts: seconds === null ? { ends_at: endsAt ?? now } : { duration: seconds },
    comment: filled.comment.trim(),
    startsAt,
    repeat: repeats.find(({ words }) => words === filled.repeat)?.every ?? null,
    repeatUntil: startOf(filled.repeatUntil),
  };
}

function Text({
  label,
  value,
  onChange,
  ...input
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'datetime-local';
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly required?: boolean;
}): ReactNode {
  return (
    <Field label={label}>
      <input
        {...input}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </Field>
  );
}

/** Mutes what fits, from now on or in a window that is planned. */
export function NewSilence({
  matcher,
  onMade,
}: {
  readonly matcher: Partial<Matcher> | null;
  readonly onMade: () => void;
}): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? '');
  const person = usePerson();
  const [name, setName] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [filled, setFilled] = useState<Filled>({
    matcher: {
      rule: matcher?.rule ?? '',
      hub: matcher?.hub ?? hub,
      component: matcher?.component ?? '',
      signal: matcher?.signal ?? '',
      severity: matcher?.severity ?? '',
    },
    starts: '',
    length: '1 h',
    ends: '',
    repeat: repeats[0].words,
    repeatUntil: '',
    comment: '',
  });
  const put = (part: Partial<Filled>): void => {
    setFilled({ ...filled, ...part });
  };
  const match = (part: Partial<Filled['matcher']>): void => {
    put({ matcher: { ...filled.matcher, ...part } });
  };
  const wanted = asked(filled, pageNow());
  const make = async (): Promise<void> => {
    if (wanted === null) return;
    if (person.unknown) keepName(name ?? person.name);
    try {
      await silence(wanted, pageNow());
      setFault(null);
      onMade();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : 'It could not be muted.');
    }
  };
  const picks = lengths.some(([seconds, words]) => seconds === null && words === filled.length);
  const comesAgain = filled.repeat !== repeats[0].words;
  return (
    <form
      className="rule-form"
      data-testid="new-silence"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <div className="form-grid">
        {matched.map(([each, label, placeholder]) => (
          <Text
            key={each}
            label={label}
            maxLength={400}
            placeholder={placeholder}
            value={filled.matcher[each]}
            onChange={(glob) => {
              match({ [each]: glob });
            }}
          />
        ))}
        <Choice
          label="Severity"
          value={filled.matcher.severity}
          options={severities}
          onChange={(severity) => {
            match({ severity });
          }}
        />
        <Text
          label="From (empty: now)"
          type="datetime-local"
          value={filled.starts}
          onChange={(starts) => {
            put({ starts });
          }}
        />
        <Choice
          label="For"
          value={filled.length}
          options={lengths.map(([, words]) => [words, words] as const)}
          onChange={(length) => {
            put({ length });
          }}
        />
        {picks && (
          <Text
            label="Until"
            type="datetime-local"
            required
            value={filled.ends}
            onChange={(ends) => {
              put({ ends });
            }}
          />
        )}
        <Choice
          label="Again"
          value={filled.repeat}
          options={repeats.map(({ words }) => [words, words] as const)}
          onChange={(repeat) => {
            put({ repeat });
          }}
        />
        {comesAgain && (
          <Text
            label="Again until (empty: always)"
            type="datetime-local"
            value={filled.repeatUntil}
            onChange={(repeatUntil) => {
              put({ repeatUntil });
            }}
          />
        )}
        <Text
          label="Why"
          maxLength={400}
          placeholder="What others should know"
          value={filled.comment}
          onChange={(comment) => {
            put({ comment });
          }}
        />
        {person.unknown && (
          <Text
            label="Your name"
            maxLength={longestName}
            placeholder="as you like"
            value={name ?? person.name}
            onChange={setName}
          />
        )}
        <button
          type="submit"
          className="button strong end"
          disabled={wanted === null}
          data-testid="make-silence"
        >
          {startWords(startOf(filled.starts), pageNow())}
        </button>
      </div>
      {fault !== null && (
        <p className="fault pad" role="alert">
          {fault} Nothing was muted.
        </p>
      )}
    </form>
  );
}
