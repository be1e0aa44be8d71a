'use client';
import type { CallEdge } from '@hubscope/core/wire';
import { useCallback, useState, type ReactNode } from 'react';
import { apiPath } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import type { Range } from '../../time/range.js';
import { usePlace } from '../../time/use-place.js';
import { CopyButton } from '../copy.js';
import { pastWords } from '../past-words.js';
import { PlaceLink } from '../place-link.js';
import { useAsked } from '../use-asked.js';
import { useWhileSeen } from '../use-while-seen.js';
import { edgesOf, partsOf, slowOf, type Slow } from './answers.js';
import { CallGraph } from './graph.js';
import { showLine, unknown, clockTime } from '../../words/format.js';

/** How often both are asked for anew, ms. */
const everyMs = 5000;
const minutes = 5;
/** Rows of the list before it is asked for whole. */
const fewRows = 12;
/** A component's name is drawn at most this often; the list has the rest. */
const mostDrawn = 150;

/** Who calls whom within a hub, and the slowest operations with their traces. */
export default function Calls(): ReactNode {
  const place = usePlace();
  const { range } = place;
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const path = hub === null ? null : `/hubs/${encodeURIComponent(hub)}`;
  const calls = useAsked(path === null ? null : apiPath(`${path}/edges`, { seconds: minutes * 60 }), edgesOf);
  const slow = useAsked(
    path === null
      ? null
      : apiPath(`${path}/slow`, {
          limit: 20,
          component: place.component,
          ...(range.kind === 'past' ? { from: range.from * 1000, to: range.to * 1000 } : {}),
        }),
    slowOf,
  );
  const { again: callsAgain } = calls;
  const { again: slowAgain } = slow;
  const again = useCallback(() => {
    callsAgain();
    slowAgain();
  }, [callsAgain, slowAgain]);
  useWhileSeen(everyMs, again);
  const edges = calls.value ?? [];
  const slowest = <SlowList slow={slow.value} component={place.component} range={range} />;
  return (
    <main className="calls" data-testid="calls">
      <header>
        <PlaceLink className="button" label={`Back to ${hub ?? 'hub'}`} to={{ ...place, view: 'hub' }}>
          ← {hub ?? 'hub'}
        </PlaceLink>
        <h1>Calls</h1>
        <span className="label">the last {minutes} min, from spans</span>
      </header>
      {[calls.fault, slow.fault].map((fault) =>
        fault === null ? null : (
          <p className="fault pad" role="alert" key={fault}>
            {fault}
          </p>
        ),
      )}
      {range.kind === 'past' && slowest}
      <section className="panel">
        {calls.value !== null && edges.length === 0 ? (
          <p className="calm">
            No component has been seen to call another. Calls appear by themselves when spans say which span
            they are part of.
          </p>
        ) : (
          <CallGraph edges={edges.slice(0, mostDrawn)} />
        )}
      </section>
      <EdgeList edges={edges} />
      {range.kind !== 'past' && slowest}
    </main>
  );
}

function End({ of }: { readonly of: string | null }): ReactNode {
  const place = usePlace();
  const { kind, name } = partsOf(of);
  if (of === null) return <span className="kind wide-kind">{name}</span>;
  return (
    <>
      <span className="kind">{kind}</span>
      <PlaceLink className="call-link" to={{ ...place, view: 'hub', component: of }}>
        {name}
      </PlaceLink>
    </>
  );
}

function EdgeList({ edges }: { readonly edges: readonly CallEdge[] }): ReactNode {
  const [all, setAll] = useState(false);
  const shown = all ? edges : edges.slice(0, fewRows);
  return (
    <section className="panel call-list">
      <header>
        <h2>Each call</h2>
        <span className="label">{edges.length}, most frequent first</span>
        {edges.length > fewRows && (
          <button
            type="button"
            className="button"
            aria-expanded={all}
            onClick={() => {
              setAll(!all);
            }}
          >
            {all ? 'Show fewer' : `Show all ${String(edges.length)}`}
          </button>
        )}
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">Caller</th>
            <th scope="col">Called</th>
            <th scope="col">calls/s</th>
            <th scope="col" className="wide">
              Mean ms
            </th>
            <th scope="col">P95 ms</th>
            <th scope="col">Errors</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((edge) => (
            <tr
              key={`${edge.from ?? ''} ${edge.to}`}
              data-testid="call"
              data-from={edge.from ?? ''}
              data-to={edge.to}
            >
              <th scope="row">
                <End of={edge.from} />
              </th>
              <td className="called">
                <End of={edge.to} />
              </td>
              <td data-strong="true">{showLine(edge.rate, '')}</td>
              <td className="wide">{showLine(edge.latency_mean, '')}</td>
              <td>{showLine(edge.latency_p95, '')}</td>
              <td data-trouble={(edge.error_rate ?? 0) >= 1 || undefined}>
                {showLine(edge.error_rate, '%')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SlowList({
  slow,
  component,
  range,
}: {
  readonly slow: readonly Slow[] | null;
  readonly component: string | null;
  readonly range: Range;
}): ReactNode {
  return (
    <section className="panel call-list">
      <header>
        <h2>Slowest operations</h2>
        <span className="label">
          {range.kind === 'past' ? pastWords(range.from, range.to) : 'the last 10 min'}
          {component === null ? '' : `, of ${partsOf(component).name}`}
        </span>
      </header>
      {slow !== null && slow.length === 0 ? (
        <p className="calm">
          {range.kind === 'past'
            ? 'None of this time is kept: they are for ten minutes, where a trace came with them.'
            : 'None was told of with a trace.'}
        </p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col">ms</th>
              <th scope="col">Ended</th>
              <th scope="col">Trace</th>
            </tr>
          </thead>
          <tbody>
            {(slow ?? []).map((each) => (
              <tr key={each.span_id} data-testid="slow-operation">
                <th scope="row">
                  {each.name === '' ? unknown : each.name}
                  {each.failed && <span className="tag">failed</span>}
                </th>
                <td data-strong="true">{showLine(each.duration_ms, '')}</td>
                <td>{clockTime(each.time)}</td>
                <td className="trace">
                  <code>{each.trace_id}</code>
                  <CopyButton text={each.trace_id} what="the trace id" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
