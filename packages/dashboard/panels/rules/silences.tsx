'use client';
import type { Matcher, Silence } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault, apiPath, listOf } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { endSilence } from '../alerts/actions.js';
import { useAsked } from '../use-asked.js';
import { NewSilence } from './new-silence.js';
import { whenWords } from './silence-words.js';
import { silenceWords as words } from '../../words/silences.js';
import { commonWords } from '../../words/common.js';

function silencesOf(body: unknown): readonly Silence[] {
  return listOf<Silence>(body, 'id', 'state');
}

function matcherWords({ rule, hub, component, signal, severity }: Silence['matcher']): string {
  const parts = [
    rule === null ? words.everyRule : rule,
    ...(severity === null ? [] : [commonWords.severities[severity]]),
    ...(signal === null ? [] : [signal]),
    ...(component === null ? [] : [component]),
    hub === null ? words.everyHub : hub,
  ];
  return parts.join(' · ');
}

function Row({ each, onEnd }: { readonly each: Silence; readonly onEnd: () => void }): ReactNode {
  const [fault, setFault] = useState<string | null>(null);
  const end = async (): Promise<void> => {
    try {
      await endSilence(each);
      onEnd();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.notEnded);
    }
  };
  return (
    <li className="silence" data-state={each.state} data-testid="silence">
      <div>
        <p className="rule-name">{matcherWords(each.matcher)}</p>
        <p className="rule-words">
          {whenWords(each, pageNow())} · {words.hidden(each.hidden)}
          {each.by === null ? '' : ` · ${words.by(each.by)}`}
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
          {words.end}
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
        <h2>{words.title}</h2>
      </div>
      <NewSilence matcher={matcher} onMade={silences.again} />
      {silences.fault !== null && <p className="fault pad">{silences.fault}</p>}
      <ul className="rules">
        {(silences.value ?? []).map((each) => (
          <Row key={each.id} each={each} onEnd={silences.again} />
        ))}
      </ul>
      {silences.value?.length === 0 && <p className="calm">{words.none}</p>}
    </>
  );
}
