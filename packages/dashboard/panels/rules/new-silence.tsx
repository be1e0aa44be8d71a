'use client';
import type { Matcher } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { useLive } from '../../live/live-context.js';
import { keepName, longestName, usePerson } from '../access/person.js';
import { silence } from '../alerts/actions.js';
import { Choice, Field } from '../field.js';
import {
  lengths,
  lengthWords,
  repeats,
  startOf,
  startWords,
  type Length,
  type Repeat,
  type Silencing,
} from './silence-words.js';
import { commonWords } from '../../words/common.js';
import { silenceWords as words } from '../../words/silences.js';

const matched = ['rule', 'hub', 'component', 'signal'] as const;
const severities = ['', 'info', 'warning', 'critical'] as const;

/** A field for what is matched, and what stands in it while it is empty. */
function matchWords(field: (typeof matched)[number]): readonly [label: string, placeholder: string] {
  if (field === 'rule') return [words.rule, words.everyRule];
  if (field === 'hub') return [words.hub, words.everyHub];
  return field === 'component' ? [words.component, words.any] : [words.signal, words.signalHint];
}

/** What is filled in, as the fields hold it. */
interface Filled {
  readonly matcher: Readonly<Record<keyof Matcher, string>>;
  readonly starts: string;
  readonly length: Length;
  readonly ends: string;
  readonly repeat: Repeat;
  readonly repeatUntil: string;
  readonly comment: string;
}

/** As it is asked for; null while it names nothing, or its end is missing or not after its beginning. */
function asked(filled: Filled, now: number): Silencing | null {
  const matcher = Object.fromEntries(
    Object.entries(filled.matcher).map(([name, glob]) => [name, glob.trim()]),
  );
  const seconds = filled.length === 'pick' ? null : Number(filled.length);
  const [startsAt, endsAt] = [startOf(filled.starts), startOf(filled.ends)];
  if (Object.values(matcher).every((glob) => glob === '')) return null;
  if (seconds === null && (endsAt === null || endsAt <= (startsAt ?? now))) return null;
  return {
    matcher,
    lasts: seconds === null ? { ends_at: endsAt ?? now } : { duration: seconds },
    comment: filled.comment.trim(),
    startsAt,
    repeat: filled.repeat === 'never' ? null : filled.repeat,
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
    length: '3600',
    ends: '',
    repeat: 'never',
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
      setFault(error instanceof ApiFault ? error.message : words.notMuted);
    }
  };
  const picks = filled.length === 'pick';
  const comesAgain = filled.repeat !== 'never';
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
        {matched.map((each) => {
          const [label, placeholder] = matchWords(each);
          return (
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
          );
        })}
        <Choice
          label={words.severity}
          value={severities.find((each) => each === filled.matcher.severity) ?? ''}
          options={severities.map((each) => [each, each === '' ? words.any : commonWords.severities[each]])}
          onChange={(severity) => {
            match({ severity });
          }}
        />
        <Text
          label={words.from}
          type="datetime-local"
          value={filled.starts}
          onChange={(starts) => {
            put({ starts });
          }}
        />
        <Choice
          label={words.for}
          value={filled.length}
          options={lengths.map((each) => [each, lengthWords(each)])}
          onChange={(length) => {
            put({ length });
          }}
        />
        {picks && (
          <Text
            label={words.until}
            type="datetime-local"
            required
            value={filled.ends}
            onChange={(ends) => {
              put({ ends });
            }}
          />
        )}
        <Choice
          label={words.again}
          value={filled.repeat}
          options={repeats.map((each) => [each, words.repeats[each]])}
          onChange={(repeat) => {
            put({ repeat });
          }}
        />
        {comesAgain && (
          <Text
            label={words.againUntil}
            type="datetime-local"
            value={filled.repeatUntil}
            onChange={(repeatUntil) => {
              put({ repeatUntil });
            }}
          />
        )}
        <Text
          label={words.why}
          maxLength={400}
          placeholder={words.whyHint}
          value={filled.comment}
          onChange={(comment) => {
            put({ comment });
          }}
        />
        {person.unknown && (
          <Text
            label={words.yourName}
            maxLength={longestName}
            placeholder={words.nameHint}
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
          {words.nothingMuted(fault)}
        </p>
      )}
    </form>
  );
}
