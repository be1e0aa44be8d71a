'use client';
import type { HubStatus } from '@hubscope/core/wire';
import { Fragment, type ReactNode } from 'react';
import { useLive } from '../live/live-context.js';
import { fixed, showCount, thinSpace } from '../words/format.js';

/** A hub that is less than this behind needs no note, ms. */
const lagWorthSaying = 2000;

const reasonWords: Readonly<Record<string, string>> = {
  too_old: 'too old',
  future: 'from the future',
  bad_duration: 'with an impossible duration',
  bad_number: 'with an impossible number',
  bad_id: 'with a broken id',
  bad_time: 'with an impossible time',
  duplicate: 'delivered twice',
  out_of_order: 'out of order',
  component_limit: 'past the bound on components',
  series_limit: 'past the bound on series',
  instance_limit: 'past the bound on instances',
  hub_limit: 'past the bound on hubs',
};
/** Not counted by design, and no loss: metrics without a signal, logs that name no deployment. */
const noLoss: ReadonlySet<string> = new Set(['unmapped', 'log']);

function Variable({ children }: { readonly children: string }): ReactNode {
  return <code>{children}</code>;
}

function lagNote({ lag_ms: lag, operations_from: from }: HubStatus): ReactNode {
  if (lag === null || lag <= lagWorthSaying) return null;
  const spans = from === null || from === 'spans';
  return (
    <>
      This hub is {fixed(lag / 1000, 1)}
      {thinSpace}s behind, as its exporter waits that long.{' '}
      <Variable>{spans ? 'OTEL_BSP_SCHEDULE_DELAY=200' : 'OTEL_METRIC_EXPORT_INTERVAL=1000'}</Variable>{' '}
      shortens it.
    </>
  );
}

function resolutionNote({ resolution }: HubStatus): ReactNode {
  if (resolution <= 1) return null;
  return (
    <>
      Some metrics come each {fixed(resolution, 0)}
      {thinSpace}s and are spread over that time. <Variable>OTEL_METRIC_EXPORT_INTERVAL=1000</Variable> makes
      them come each second.
    </>
  );
}

function coarseNote({ coarse_latency: coarse }: HubStatus): ReactNode {
  return coarse ? (
    <>Latency comes in wide buckets, so its percentiles are coarser than 1{thinSpace}%.</>
  ) : null;
}

function cpuNote({ cpu_allotted: { cpus, from } }: HubStatus): ReactNode {
  return from === 'assumed' && cpus !== null ? (
    <>
      CPU is a share of {fixed(cpus, Number.isInteger(cpus) ? 0 : 1)} assumed {cpus === 1 ? 'core' : 'cores'}:
      telemetry names no limit.
    </>
  ) : null;
}

function droppedNote({ dropped }: HubStatus): ReactNode {
  const lost = Object.entries(dropped).filter(([reason, count]) => count > 0 && !noLoss.has(reason));
  if (lost.length === 0) return null;
  const words = lost
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${showCount(count)} ${reasonWords[reason] ?? reason.replaceAll('_', ' ')}`);
  return <>Not counted: {words.join(', ')}.</>;
}

const notes: readonly (readonly [string, (status: HubStatus) => ReactNode])[] = [
  ['lag', lagNote],
  ['resolution', resolutionNote],
  ['coarse', coarseNote],
  ['cpu', cpuNote],
  ['dropped', droppedNote],
];

/** Whether there is anything to note about a hub. */
export function hasNotes(status: HubStatus | null): boolean {
  return status !== null && notes.some(([, note]) => note(status) !== null);
}

/** What one should know about the figures above; nothing where there is nothing to know. */
export function Notes(): ReactNode {
  const status = useLive(({ replica }) => replica.view?.status ?? null);
  if (status === null) return null;
  const said = notes.map(([name, note]) => [name, note(status)] as const).filter(([, note]) => note !== null);
  if (said.length === 0) return null;
  return (
    <footer className="notes" data-testid="notes">
      {said.map(([name, note]) => (
        <Fragment key={name}>
          <p data-testid={`note-${name}`}>{note}</p>
        </Fragment>
      ))}
    </footer>
  );
}
