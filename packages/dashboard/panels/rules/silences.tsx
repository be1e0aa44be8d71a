'use client';
import type { Matcher, Silence } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault, apiPath, ask, listOf } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { useAsked } from '../use-asked.js';
import { NewSilence } from './new-silence.js';
import { whenWords } from './silence-words.js';

function silencesOf(body: unknown): readonly Silence[] {
  return listOf<Silence>(body, 'id', 'state');
}

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
