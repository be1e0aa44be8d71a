'use client';
import { useState, type ReactNode } from 'react';
import { keepName, longestName, usePerson } from './person.js';
import { pageWords as words } from '../../words/page.js';

interface Waiting {
  readonly verb: string;
  readonly act: () => void;
}

export interface Named {
  /** Does something under the name of who sits here; where that was never asked for, it is asked for first. `verb`: what the button says. */
  readonly run: (verb: string, act: () => void) => void;
  /** The question, while it stands. */
  readonly question: ReactNode;
}

/** Asks once for the name under which things are done. It may stay empty. */
export function useNamed(): Named {
  const { ask } = usePerson();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const run = (verb: string, act: () => void): void => {
    if (ask) setWaiting({ verb, act });
    else act();
  };
  const question =
    waiting === null ? null : (
      <NameForm
        verb={waiting.verb}
        onName={(name) => {
          keepName(name);
          setWaiting(null);
          waiting.act();
        }}
        onCancel={() => {
          setWaiting(null);
        }}
      />
    );
  return { run, question };
}

function NameForm({
  verb,
  onName,
  onCancel,
}: {
  readonly verb: string;
  readonly onName: (name: string) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const [name, setName] = useState('');
  return (
    <form
      className="note-form field"
      data-testid="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        onName(name);
      }}
    >
      <input
        autoFocus
        aria-label={words.yourName}
        autoComplete="name"
        maxLength={longestName}
        placeholder={words.nameHint}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      />
      <button type="submit" className="button">
        {verb}
      </button>
    </form>
  );
}
