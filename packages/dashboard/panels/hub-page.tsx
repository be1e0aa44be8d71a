'use client';
import { lazy, Suspense, type ReactNode } from 'react';
import { ChartStage } from '../charts/stage.js';
import { selfHub, lifeOf, type LiveState } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import { useNewerServer, useSamePlace } from '../live/newer-server.js';
import { usePlace } from '../time/use-place.js';
import { useLocked, useSession } from './access/use-session.js';
import { Alerts } from './alerts/alerts.js';
import { useAttention } from './attention/use-attention.js';
import { Banner } from './banner.js';
import { Cards } from './cards.js';
import { Charts } from './charts.js';
import { Components } from './components.js';
import { Header } from './header.js';
import { HealthStrip } from './health-strip.js';
import { Impact } from './impact/impact.js';
import { Kiosk, useKiosk } from './kiosk.js';
import { Notes } from './notes.js';
import { Overlays } from './overlays.js';
import { PrintFoot } from './print-foot.js';
import { useSteps } from './use-steps.js';
import { useTab } from './tab.js';
import { TimeKeys } from './time-keys.js';
import { useTouring } from './tour/touring.js';
import { pageWords as words } from '../words/page.js';

// Not part of a hub's first view.
const ComponentHead = lazy(() => import('./component-head.js'));
const Empty = lazy(() => import('./empty.js'));
const Waiting = lazy(() => import('./waiting.js'));
const Hubs = lazy(() => import('./hubs/hubs.js'));
const Calls = lazy(() => import('./calls/calls.js'));
const Board = lazy(() => import('../board/board.js'));
const Doctor = lazy(() => import('./doctor/doctor.js'));
const Incidents = lazy(() => import('./incidents/incidents.js'));
const Tour = lazy(() => import('./tour/tour.js'));
const SignIn = lazy(() => import('./access/sign-in.js'));
const KeptVerdict = lazy(() => import('./impact/kept-verdict.js'));

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
  const { component } = usePlace();
  const step = useSteps(2);
  return (
    <ChartStage>
      <main className="hub" data-testid="hub" data-firing={firing}>
        <h1 className="only-read">{name}</h1>
        {component === null ? (
          <HealthStrip />
        ) : (
          <Suspense fallback={<div className="panel strip component-head" aria-busy="true" />}>
            <ComponentHead component={component} />
          </Suspense>
        )}
        <Cards />
        {/* Keys are there with the first thing that can be seen: none that is pressed then is lost. */}
        <TimeKeys />
        {step >= 1 && (
          <>
            <Charts />
            <aside className="rail" aria-label={words.rail}>
              <Impact />
              <Alerts />
            </aside>
          </>
        )}
        {step >= 2 && (
          <>
            <Components />
            <Notes />
          </>
        )}
      </main>
    </ChartStage>
  );
}

export function HubPage(): ReactNode {
  const title = useTab();
  useNewerServer();
  useAttention();
  const life = useLive(lifeOf);
  const stance = useLive(stanceOf);
  const { range, view } = usePlace();
  useSamePlace(stance !== 'loading');
  const kiosk = useKiosk();
  const touring = useTouring(stance);
  const session = useSession();
  const locked = useLocked(session);
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
      data-view={view}
      data-kiosk={kiosk}
    >
      {/* Not among the layout's metadata, which would come after it once more. */}
      <title>{title}</title>
      <Header session={session} locked={locked} />
      {!locked && <Banner />}
      {stance === 'loading' && !locked && <main className="loading" aria-busy="true" />}
      {!locked && stance === 'hub' && view === 'hub' && <Hub />}
      <Suspense fallback={<main className="loading" aria-busy="true" />}>
        {locked && <SignIn />}
        {!locked && stance === 'empty' && view === 'hub' && <Empty />}
        {!locked && stance === 'waiting' && view === 'hub' && <Waiting name={awaited} />}
        {!locked && stance !== 'loading' && view === 'hubs' && <Hubs />}
        {!locked && stance !== 'loading' && view === 'incidents' && <Incidents />}
        {!locked && stance !== 'loading' && view === 'calls' && <Calls />}
        {!locked && stance !== 'loading' && view === 'charts' && <Board />}
        {!locked && stance !== 'loading' && view === 'verdict' && <KeptVerdict />}
        {!locked && stance !== 'loading' && view === 'doctor' && <Doctor />}
      </Suspense>
      <Suspense fallback={null}>{touring && view === 'hub' && !kiosk && <Tour />}</Suspense>
      <PrintFoot />
      <Overlays />
      {kiosk && <Kiosk />}
    </div>
  );
}
