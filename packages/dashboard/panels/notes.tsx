'use client';
import type { HubStatus } from '@hubscope/core/wire';
import { Fragment, type ReactNode } from 'react';
import { useLive } from '../live/live-context.js';
import { fixed, showCount, thinSpace } from '../words/format.js';
import { noteWords } from '../words/notes.js';

/** A hub that is less than this behind needs no note, ms. */
const lagWorthSaying = 2000;

/** Not counted by design, and no loss: metrics without a signal, logs that name no deployment. */
const noLoss: ReadonlySet<string> = new Set(['unmapped', 'log']);

function lagNote({ lag_ms: lag, operations_from: from }: HubStatus): ReactNode {
  if (lag === null || lag <= lagWorthSaying) return null;
  const spans = from === null || from === 'spans';
  const [before, after] = noteWords.lag(`${fixed(lag / 1000, 1)}${thinSpace}s`);
  return (
    <>
      {before}
      <code>{spans ? 'OTEL_BSP_SCHEDULE_DELAY=200' : 'OTEL_METRIC_EXPORT_INTERVAL=1000'}</code>
      {after}
    </>
  );
}

function resolutionNote({ resolution }: HubStatus): ReactNode {
  if (resolution <= 1) return null;
  const [before, after] = noteWords.resolution(`${fixed(resolution, 0)}${thinSpace}s`);
  return (
    <>
      {before}
      <code>OTEL_METRIC_EXPORT_INTERVAL=1000</code>
      {after}
    </>
  );
}

function coarseNote({ coarse_latency: coarse }: HubStatus): ReactNode {
  return coarse ? noteWords.coarse(`1${thinSpace}%`) : null;
}

function cpuNote({ cpu_allotted: { cpus, from } }: HubStatus): ReactNode {
  return from === 'assumed' && cpus !== null
    ? noteWords.cpu(fixed(cpus, Number.isInteger(cpus) ? 0 : 1), cpus === 1)
    : null;
}

function droppedNote({ dropped }: HubStatus): ReactNode {
  const lost = Object.entries(dropped).filter(([reason, count]) => count > 0 && !noLoss.has(reason));
  if (lost.length === 0) return null;
  const words = lost
    .toSorted(([, a], [, b]) => b - a)
    .map(
      ([reason, count]) => `${showCount(count)} ${noteWords.reasons[reason] ?? reason.replaceAll('_', ' ')}`,
    );
  return noteWords.dropped(words);
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
