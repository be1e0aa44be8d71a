'use client';
import type { Matcher, Silence } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { duration, momentWords } from '@hubscope/core/format';
import { ApiFault, apiPath, ask, listOf } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { useLive } from '../../live/live-context.js';
import { silence } from '../alerts/actions.js';
import { useAsked } from '../use-asked.js';

function silencesOf(body: unknown): readonly Silence[] {
  return listOf<Silence>(body, 'id', 'state');
}

const lengths = [
  [1800, '30 min'],
  [3600, '1 h'],
  [14_400, '4 h'],
  [86_400, '1 d'],
  [604_800, '7 d'],
] as const;

function matcherWords({ rule, hub, component, signal, severity }: Silence['matcher']): string {
  const parts = [
    rule === null ? 'every rule' : rule,
    ...(severity === null ? [] : [severity]),
    ...(signal === null ? [] : [signal]),
    ...(component === null ? [] : [component]),
    hub === null ? 'every hub' : hub,
  ];
  return parts.join(' · ');
}

function whenWords({ state, starts_at: starts, ends_at: ends, repeat }: Silence, now: number): string {
  const again = repeat === null ? '' : `, ${repeat}`;
  if (state === 'over') return `over since ${momentWords(ends, now)}`;
  if (state === 'planned') return `from ${momentWords(starts, now)} to ${momentWords(ends, now)}${again}`;
  return `until ${momentWords(ends, now)}, ${duration(ends - now)} more${again}`;
}

function Row({ each, onEnd }: { readonly each: Silence; readonly onEnd: () => void }): ReactNode {
  const [fault, setFault] = useState<string | null>(null);
  const end = async (): Promise<void> => {
    try {
      await ask(apiPath(`/silences/${encodeURIComponent(each.id)}`), { method: 'DELETE' });
      onEnd();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : 'It could not be ended.');
    }
  };
  return (
    <li className="silence" data-state={each.state} data-testid="silence">
      <div>
        <p className="rule-name">{matcherWords(each.matcher)}</p>
        <p className="rule-words">
          {whenWords(each, pageNow())} ·{' '}
          {each.hidden === 0 ? 'has hidden nothing' : `has hidden ${String(each.hidden)}`}
          {each.by === null ? '' : ` · by ${each.by}`}
        </p>
        {each.comment !== null && <p className="rule-words">{each.comment}</p>}
        {fault !== null && <p className="fault">{fault}</p>}
      </div>
      {each.state !== 'over' && (
        <button
          type="button"
          className="button"
          onClick={() => {
            void end();
          }}
        >
          End
        </button>
      )}
    </li>
  );
}

/** What is muted, and the way to mute more. */
export function Silences({ matcher }: { readonly matcher: Partial<Matcher> | null }): ReactNode {
  const silences = useAsked(apiPath('/silences'), silencesOf);
  return (
    <>
      <div className="drawer-title">
        <h2>Silences</h2>
      </div>
      <NewSilence matcher={matcher} onMade={silences.again} />
      {silences.fault !== null && <p className="fault pad">{silences.fault}</p>}
      <ul className="rules">
        {(silences.value ?? []).map((each) => (
          <Row key={each.id} each={each} onEnd={silences.again} />
        ))}
      </ul>
      {silences.value?.length === 0 && <p className="calm">Nothing is muted.</p>}
    </>
  );
}

function NewSilence({
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
  const [seconds, setSeconds] = useState<number>(3600);
  const [comment, setComment] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const able = rule.trim() !== '' || where.trim() !== '' || component.trim() !== '';
  const make = async (): Promise<void> => {
    try {
      await silence(
        { rule: rule.trim(), hub: where.trim(), component: component.trim() },
        seconds,
        comment.trim(),
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
        <div className="form-field end">
          <button type="submit" className="button strong" disabled={!able} data-testid="make-silence">
            Silence
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
