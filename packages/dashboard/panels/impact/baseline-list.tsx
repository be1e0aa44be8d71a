'use client';
import type { Baseline, ImpactView } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault, apiPath, ask, idOf, listOf } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { say } from '../overlay.js';
import { useAsked } from '../use-asked.js';
import { NewBaseline } from './new-baseline.js';
import { duration, momentWords } from '../../words/format.js';
import { verdictWords as words } from '../../words/verdict.js';

function baselinesOf(body: unknown): readonly Baseline[] {
  return listOf<Baseline>(body, 'id', 'name');
}

/** What a hub can be compared with. */
export default function BaselineList({
  impact,
  onDone,
}: {
  readonly impact: ImpactView;
  readonly onDone: () => void;
}): ReactNode {
  const baselines = useAsked(apiPath('/baselines', { hub: impact.hub }), baselinesOf);
  const [fault, setFault] = useState<string | null>(null);
  const comparison = apiPath(`/hubs/${encodeURIComponent(impact.hub)}/comparison`);
  const compare = async (baseline: string | null): Promise<void> => {
    try {
      await ask(comparison, { method: 'PUT', body: { baseline, since: null } });
      const before = impact.baseline_id;
      say({
        words: baseline === null ? words.followsMarker : words.compared,
        undo: () => ask(comparison, { method: 'PUT', body: { baseline: before, since: null } }),
      });
      onDone();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.notCompared);
    }
  };
  const remove = async ({ id, name }: Baseline): Promise<void> => {
    const own = apiPath(`/baselines/${encodeURIComponent(id)}`);
    const wasCompared = id === impact.baseline_id;
    try {
      // It can be brought back only with its points: history may not reach that far any more.
      const file = await ask(`${own}/export`);
      await ask(own, { method: 'DELETE' });
      say({
        words: words.removed(name),
        undo: async () => {
          const again = idOf(await ask(apiPath('/baselines/import'), { method: 'POST', body: file }));
          if (!wasCompared) return;
          await ask(comparison, { method: 'PUT', body: { baseline: again, since: null } });
        },
      });
      baselines.again();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.notRemoved);
    }
  };
  const now = pageNow();
  return (
    <>
      <ul className="choices baselines">
        {(baselines.value ?? []).slice(0, 8).map((each) => {
          const { id, name, from, to, quality, origin } = each;
          return (
            <li key={id}>
              <button
                type="button"
                aria-pressed={id === impact.baseline_id}
                onClick={() => {
                  void compare(id);
                }}
              >
                <span>{name}</span>
                <small>
                  {duration(to - from)}, {momentWords(from, now)}
                  {origin === 'automatic' ? `, ${words.byItself}` : ''}
                  {quality.grade === 'good' ? '' : `, ${words.grades[quality.grade]}`}
                </small>
              </button>
              <button
                type="button"
                className="remove"
                aria-label={words.remove(name)}
                title={words.remove(name)}
                onClick={() => {
                  void remove(each);
                }}
              >
                ×
              </button>
              {id === impact.baseline_id && quality.advice.length > 0 && <p>{quality.advice.join('. ')}</p>}
            </li>
          );
        })}
        <li>
          <button
            type="button"
            onClick={() => {
              void compare(null);
            }}
          >
            {words.followMarker}
          </button>
        </li>
      </ul>
      {(fault ?? baselines.fault) !== null && <p className="fault">{fault ?? baselines.fault}</p>}
      <div className="sheet-row">
        <NewBaseline label={words.keepNew} />
      </div>
    </>
  );
}
