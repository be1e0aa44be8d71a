'use client';
import { useEffect, type ReactNode } from 'react';
import { ChartStage } from '../charts/stage.js';
import { selfHub } from '../live/connection.js';
import { useLive } from '../live/live-context.js';
import { lifeOf } from '../live/life.js';
import type { LiveState } from '../live/store.js';
import { usePlace } from '../time/use-place.js';
import { Alerts } from './alerts.js';
import { Banner } from './banner.js';
import { Cards } from './cards.js';
import { Charts } from './charts.js';
import { Components } from './components.js';
import { Empty, Waiting } from './empty.js';
import { Header } from './header.js';
import { HealthStrip } from './health-strip.js';
import { Impact } from './impact/impact.js';
import { Notes } from './notes.js';
import { TimeKeys } from './time-keys.js';

/** `loading`: nothing is known yet. `empty`: no hub has reported. `waiting`: the hub asked for has not. */
type Stance = 'loading' | 'empty' | 'waiting' | 'hub';

function stanceOf({ asked, replica: { view, hubs } }: LiveState): Stance {
  if (view === null) return 'loading';
  const reported = view.name !== null && view.status !== null && view.status.state !== 'waiting';
  if (!reported) return asked !== null || view.name !== null ? 'waiting' : 'empty';
  if (asked !== null) return 'hub';
  const others = (hubs ?? []).some(({ name }) => name !== selfHub);
  return view.name === selfHub && !others ? 'empty' : 'hub';
}

function Hub(): ReactNode {
  const firing = useLive(
    ({ replica }) => replica.view?.alerts.some(({ state }) => state === 'firing') ?? false,
  );
  const name = useLive(({ replica }) => replica.view?.name ?? '');
  return (
    <ChartStage>
      <main className="hub" data-testid="hub" data-firing={firing}>
        <h1 className="only-read">{name}</h1>
        <HealthStrip />
        <Cards />
        <Charts />
        <TimeKeys />
        <aside className="rail" aria-label="Impact and alerts">
          <Impact />
          <Alerts />
        </aside>
        <Components />
        <Notes />
      </main>
    </ChartStage>
  );
}

/** Keeps the tab's title: how many alerts fire, and which hub. */
function useTitle(): void {
  const name = useLive(({ replica }) => replica.view?.name ?? null);
  const firing = useLive(
    ({ replica }) => replica.view?.alerts.filter(({ state }) => state === 'firing').length ?? 0,
  );
  useEffect(() => {
    document.title = `${firing > 0 ? `(${String(firing)}) ` : ''}${name === null ? '' : `${name} · `}Hubscope`;
  }, [name, firing]);
}

export function HubPage(): ReactNode {
  useTitle();
  const life = useLive(lifeOf);
  const stance = useLive(stanceOf);
  const { range } = usePlace();
  const awaited = useLive(({ asked, replica }) => replica.view?.name ?? asked ?? '');
  const fresh = useLive(
    ({ link, replica }) => link.phase === 'connecting' && link.attempt === 0 && replica.view === null,
  );
  return (
    <div
      className="page"
      data-testid="page"
      data-life={fresh ? 'live' : life}
      data-stance={stance}
      data-range={range.kind}
    >
      <Header />
      <Banner />
      {stance === 'loading' && <main className="loading" aria-busy="true" />}
      {stance === 'empty' && <Empty />}
      {stance === 'waiting' && <Waiting name={awaited} />}
      {stance === 'hub' && <Hub />}
    </div>
  );
}
