'use client';
import type { ReactNode } from 'react';
import { useLive, useLiveConnection } from '../live/live-context.js';
import { lifeOf, newestSecond } from '@hubscope/core/live';
import { useNow } from '../live/use-now.js';
import { secondsUntil } from './connection-state.js';
import { clockTime, duration } from '../words/format.js';
import { pageWords as words } from '../words/page.js';

function TryNow(): ReactNode {
  const live = useLiveConnection();
  const waiting = useLive(({ link }) => link.phase === 'waiting');
  return (
    <button type="button" className="button" data-testid="try-now" disabled={!waiting} onClick={live.tryNow}>
      {words.tryNow}
    </button>
  );
}

/** When the newest second that is on screen ended, by the page's clock; null where none is. */
function useDataEnd(): number | null {
  return useLive(({ replica, clockOffset }) => {
    const newest = replica.view === null ? null : newestSecond(replica.view.series);
    return newest === null ? null : (newest + 1) * 1000 + (clockOffset ?? 0);
  });
}

function Lost({ now, dataEnd }: { readonly now: number; readonly dataEnd: number | null }): ReactNode {
  const link = useLive(({ link: each }) => each);
  if (link.phase === 'connected') return null;
  const next =
    link.phase === 'connecting' ? words.tryingNow : words.tryingIn(secondsUntil(link.retryAt, now));
  return (
    <>
      <p>
        <b>{link.lostAt === null ? words.noConnection : words.lostAt(clockTime(link.lostAt))}</b>{' '}
        {dataEnd !== null && (
          <>
            {words.age[0]}
            <span data-testid="data-age">{duration(now - dataEnd)}</span>
            {words.age[1]}{' '}
          </>
        )}
        {next}
      </p>
      <TryNow />
    </>
  );
}

function Mute({ now, dataEnd }: { readonly now: number; readonly dataEnd: number | null }): ReactNode {
  const since = useLive(({ lastFrameAt }) => lastFrameAt);
  return (
    <p>
      <b>{words.mute}</b> {since !== null && <>{words.nothingFor(duration(now - since))} </>}
      {dataEnd !== null && words.age.join(duration(now - dataEnd))}
    </p>
  );
}

function Silent({ now, dataEnd }: { readonly now: number; readonly dataEnd: number | null }): ReactNode {
  const name = useLive(({ replica }) => replica.view?.status?.name ?? '');
  const since = useLive(({ replica, clockOffset }) => {
    const last = replica.view?.status?.last_second ?? null;
    return last === null ? null : (last + 1) * 1000 + (clockOffset ?? 0);
  });
  const end = since ?? dataEnd;
  const lastData = end === null ? [] : words.lastData(clockTime(end));
  return (
    <p>
      <b>{words.silent(name)}</b>{' '}
      {end !== null && (
        <>
          {lastData[0]}
          <span data-testid="data-age">{duration(now - end)}</span>
          {lastData[1]}{' '}
        </>
      )}
      {words.comesAlive}
    </p>
  );
}

/** Says at once when what is on screen is not now: since when, how old it is and what happens next. */
export function Banner(): ReactNode {
  const life = useLive(lifeOf);
  const first = useLive(
    ({ link, replica }) => link.phase === 'connecting' && link.attempt === 0 && replica.view === null,
  );
  const dataEnd = useDataEnd();
  const now = useNow(life !== 'live' && !first);
  if (life === 'live' || first || now === null) return null;
  return (
    <div
      className="banner"
      data-testid="banner"
      data-life={life}
      role="region"
      aria-label={words.stateOfData}
    >
      <i className="dot" data-state="silent" />
      {life === 'lost' && <Lost now={now} dataEnd={dataEnd} />}
      {life === 'mute' && <Mute now={now} dataEnd={dataEnd} />}
      {life === 'silent' && <Silent now={now} dataEnd={dataEnd} />}
    </div>
  );
}
