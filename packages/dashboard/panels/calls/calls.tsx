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
import { useWhileSeen } from '../../live/while-seen.js';
import { edgesOf, partsOf, slowOf, type Slow } from './answers.js';
import { CallGraph } from './graph.js';
import { showLine, showUnderHead, unknown, clockTime } from '../../words/format.js';
import { callWords as words } from '../../words/calls.js';
import { pageWords } from '../../words/page.js';

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
        <PlaceLink
          className="button"
          label={pageWords.backTo(hub ?? words.hub)}
          to={{ ...place, view: 'hub' }}
        >
          ← {hub ?? words.hub}
        </PlaceLink>
        <h1>{words.title}</h1>
        <span className="label">{words.theLast(minutes)}</span>
      </header>
      {[calls.fault, slow.fault].map((fault) =>
        fault === null ? null : (
          <p className="fault pad" role="alert" key={fault}>
            {fault}
          </p>
        ),
      )}
      {range.kind === 'past' && slowest}
      <section className="panel call-picture">
        {calls.value !== null && edges.length === 0 ? (
          <p className="calm">{words.none}</p>
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
        <h2>{words.each}</h2>
        <span className="label">{words.mostFrequent(edges.length)}</span>
        {edges.length > fewRows && (
          <button
            type="button"
            className="button"
            aria-expanded={all}
            onClick={() => {
              setAll(!all);
            }}
          >
            {all ? pageWords.fewer : pageWords.showAll(edges.length)}
          </button>
        )}
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.caller}</th>
            <th scope="col">{words.called}</th>
            <th scope="col">{words.rate}</th>
            <th scope="col" className="wide">
              {words.mean}
            </th>
            <th scope="col">{words.p95}</th>
            <th scope="col">{words.errors}</th>
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
              <td className="wide">{showUnderHead(edge.latency_mean, 'ms')}</td>
              <td>{showUnderHead(edge.latency_p95, 'ms')}</td>
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
        <h2>{words.slowest}</h2>
        <span className="label">
          {range.kind === 'past' ? pastWords(range.from, range.to) : words.lastTen}
          {component === null ? '' : words.of(partsOf(component).name)}
        </span>
      </header>
      {slow !== null && slow.length === 0 ? (
        <p className="calm">{range.kind === 'past' ? words.noneKept : words.noneTold}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.operation}</th>
              <th scope="col">ms</th>
              <th scope="col">{words.ended}</th>
              <th scope="col">{words.trace}</th>
            </tr>
          </thead>
          <tbody>
            {(slow ?? []).map((each) => (
              <tr key={each.span_id} data-testid="slow-operation">
                <th scope="row">
                  {each.name === '' ? unknown : each.name}
                  {each.failed && <span className="tag">{words.failed}</span>}
                </th>
                <td data-strong="true">{showUnderHead(each.duration_ms, 'ms')}</td>
                <td>{clockTime(each.time)}</td>
                <td className="trace">
                  <code>{each.trace_id}</code>
                  <CopyButton text={each.trace_id} what={words.traceId} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
