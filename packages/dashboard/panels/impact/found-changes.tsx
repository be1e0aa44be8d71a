'use client';
import type { ChangesAnswer } from '@hubscope/core/wire';
import { useCallback, useId, useState, type ReactNode } from 'react';
import { ApiFault, apiPath } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import { pageNow } from '../../live/browser-world.js';
import { Chevron } from '../icons.js';
import { mark as makeMark } from '../mark.js';
import { say } from '../overlay.js';
import { useAsked } from '../use-asked.js';
import { foundWords, markerName, momentsOf, type Moment } from './moments.js';
import { momentWords } from '../../words/format.js';
import { commonWords } from '../../words/common.js';
import { impactWords as words } from '../../words/impact.js';

/** A hub that is known for less has no past to be searched, s. */
const leastKnown = 60;

function changesOf(body: unknown): ChangesAnswer {
  if (typeof body === 'object' && body !== null && 'changes' in body && Array.isArray(body.changes))
    return body as ChangesAnswer;
  throw new ApiFault(commonWords.unreadable, null);
}

function Found({ moment, hub }: { readonly moment: Moment; readonly hub: string }): ReactNode {
  const [busy, setBusy] = useState(false);
  const mark = async (): Promise<void> => {
    setBusy(true);
    try {
      await makeMark({ hub, name: markerName(moment), at: moment.at });
    } catch (error) {
      say({ words: error instanceof ApiFault ? error.message : words.notMarked, undo: null });
    }
    setBusy(false);
  };
  return (
    <li data-testid="found-change" data-at={moment.at}>
      <span className="when">{momentWords(moment.at, pageNow())}</span>
      <ul>
        {moment.changes.map((change) => {
          const { title, beforeAfter, by, verdict, chance } = foundWords(change);
          return (
            <li key={change.signal} data-verdict={verdict}>
              {title} {beforeAfter} <b className="figure">{by}</b> <small>{chance}</small>
            </li>
          );
        })}
      </ul>
      {moment.marker === null ? (
        <button type="button" className="button" disabled={busy} onClick={() => void mark()}>
          {words.mark}
        </button>
      ) : (
        <span className="label">{words.at(moment.marker)}</span>
      )}
    </li>
  );
}

/** Where the hub's signals changed by themselves or by an unmarked hand: looked for each hour, and when it is asked for. */
export function FoundChanges({ hub }: { readonly hub: string }): ReactNode {
  const markers = useLive(({ replica }) => replica.view?.markers ?? null) ?? [];
  const columns = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const known = useLive(({ replica: { view } }) => {
    const { first_second: first = null, last_second: last = null } = view?.status ?? {};
    return first === null || last === null ? 0 : last - first;
  });
  const id = useId();
  const [open, setOpen] = useState(false);
  const [looked, setLooked] = useState(0);
  const path = apiPath(`/hubs/${encodeURIComponent(hub)}/changes`, looked === 0 ? {} : { p: 0.001 });
  const { value, fault, again } = useAsked(open ? path : null, changesOf);
  const look = useCallback(() => {
    if (looked === 0) setLooked(1);
    else again();
  }, [looked, again]);
  if (known < leastKnown) return null;
  const moments = momentsOf(value?.changes ?? [], markers, columns);
  return (
    <div className="found-changes">
      <button
        type="button"
        className="disclosure"
        aria-expanded={open}
        aria-controls={id}
        data-testid="found-changes"
        onClick={() => {
          setOpen(!open);
        }}
      >
        {words.changes}
        <Chevron />
      </button>
      {open && (
        <div id={id}>
          {fault !== null && <p className="fault">{fault}</p>}
          {value === null && fault === null && <p aria-busy="true">{words.looking}</p>}
          {value !== null && moments.length === 0 && <p>{words.noChange}</p>}
          <ul>
            {moments.map((moment) => (
              <Found key={moment.at} moment={moment} hub={hub} />
            ))}
          </ul>
          {value !== null && (
            <p className="looked">
              {words.lookedAt(momentWords(value.looked_at, pageNow()))}{' '}
              <button type="button" className="link quiet" onClick={look}>
                {words.lookNow}
              </button>
            </p>
          )}
        </div>
      )}
    </div>
  );
}
