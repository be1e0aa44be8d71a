'use client';
import type { Finding } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { apiPath } from '../../live/api.js';
import { useServerNow } from '../../live/use-now.js';
import { usePlace } from '../../time/use-place.js';
import { PlaceLink } from '../place-link.js';
import { useAsked } from '../use-asked.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { diagnosisOf, type Diagnosis } from './answers.js';
import { partsOf, refusedOf, senderName, verdictOf } from './words.js';
import { duration, showCount, unknown } from '../../words/format.js';
import { doctorWords as words } from '../../words/doctor.js';

/** How often it is asked anew, ms. */
const everyMs = 2000;
/** Senders of a door that are named. */
const mostSenders = 4;

/** Why is no data seen: what arrived at which door, what was refused, and what to do. */
export default function Doctor(): ReactNode {
  const place = usePlace();
  const { value, fault, again } = useAsked(apiPath('/doctor'), diagnosisOf);
  useWhileSeen(everyMs, again);
  return (
    <main className="doctor-page" data-testid="doctor" data-known={value !== null}>
      <header>
        <PlaceLink className="button" label={words.backToHub} to={{ ...place, view: 'hub' }}>
          ← {words.back}
        </PlaceLink>
        <h1>{words.title}</h1>
        {value !== null && <span className="label">{words.theLast(duration(value.seconds * 1000))}</span>}
      </header>
      {fault !== null && (
        <p className="fault pad" role="alert">
          {fault}
        </p>
      )}
      {value !== null && (
        <>
          <Findings of={value} />
          <Doors of={value} />
          <Hubs of={value} />
          <Targets of={value} />
        </>
      )}
    </main>
  );
}

function Findings({ of }: { readonly of: Diagnosis }): ReactNode {
  return (
    <section className="panel findings" aria-label={words.findings}>
      <h2 data-testid="doctor-verdict">
        <span role="status">{verdictOf(of)}</span>
      </h2>
      {of.findings.length > 0 && (
        <ul>
          {of.findings.map((finding) => (
            <Row key={`${finding.code} ${finding.subject}`} finding={finding} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ finding: { code, severity, subject, what, todo } }: { readonly finding: Finding }): ReactNode {
  return (
    <li data-testid="finding" data-code={code} data-severity={severity}>
      <span className="finding-mark">{words.severities[severity]}</span>
      <div>
        <p>
          <b>{subject}</b> {what}
        </p>
        <p className="todo">
          {partsOf(todo).map((part, index) =>
            part.code ? <code key={index}>{part.text}</code> : <span key={index}>{part.text}</span>,
          )}
        </p>
      </div>
    </li>
  );
}

function Doors({ of: { doors } }: { readonly of: Diagnosis }): ReactNode {
  const now = useServerNow(true);
  return (
    <section className="panel call-list">
      <header>
        <h2>{words.doors}</h2>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.door}</th>
            <th scope="col">{words.port}</th>
            <th scope="col">{words.requests}</th>
            <th scope="col">{words.refused}</th>
            <th scope="col">{words.last}</th>
            <th scope="col" className="wide from">
              {words.from}
            </th>
          </tr>
        </thead>
        <tbody>
          {doors.map((door) => {
            const refused = refusedOf(door);
            const names = [...new Set(door.senders.map(senderName))];
            const more = names.length - mostSenders;
            const last = Math.max(...door.senders.map((sender) => sender.last));
            return (
              <tr key={door.door} data-testid="door" data-requests={door.requests}>
                <th scope="row">{door.door}</th>
                <td>{door.port ?? words.closed}</td>
                <td data-strong={door.requests > 0}>{showCount(door.requests)}</td>
                <td data-trouble={refused > 0 || undefined}>{showCount(refused)}</td>
                <td>{last > 0 ? words.ago(duration(Math.max(0, now - last))) : unknown}</td>
                <td className="wide from">
                  {names.slice(0, mostSenders).join(', ') + (more > 0 ? words.andMore(more) : '')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Hubs({ of: { hubs } }: { readonly of: Diagnosis }): ReactNode {
  if (hubs.length === 0) return null;
  return (
    <section className="panel call-list">
      <header>
        <h2>{words.hubs}</h2>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.hub}</th>
            <th scope="col">{words.state}</th>
            <th scope="col">{words.processes}</th>
            <th scope="col">{words.operationsFrom}</th>
            <th scope="col" className="wide from">
              {words.notCounted}
            </th>
          </tr>
        </thead>
        <tbody>
          {hubs.map(({ name, state, processes, operations_from, dropped }) => (
            <tr key={name} data-testid="doctor-hub">
              <th scope="row">{name}</th>
              <td data-trouble={state === 'silent' || undefined}>{words.hubStates[state] ?? state}</td>
              <td>{showCount(processes)}</td>
              <td>{operations_from ?? unknown}</td>
              <td className="wide from">
                {Object.entries(dropped)
                  .map(([reason, count]) => `${reason} ${showCount(count)}`)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Targets({ of: { targets } }: { readonly of: Diagnosis }): ReactNode {
  if (targets.length === 0) return null;
  return (
    <section className="panel call-list">
      <header>
        <h2>{words.pages}</h2>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.page}</th>
            <th scope="col">{words.state}</th>
            <th scope="col">{words.samples}</th>
          </tr>
        </thead>
        <tbody>
          {targets.map(({ url, up, samples }) => (
            <tr key={url}>
              <th scope="row">{url}</th>
              <td data-trouble={up === 0 || undefined}>
                {up === null ? words.waiting : up === 1 ? words.up : words.down}
              </td>
              <td>{showCount(samples)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
