'use client';
import type { Health } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { newestOf, signalOf, lifeOf } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import { Budgets } from './budgets.js';
import { grade } from './grade.js';
import { Sheet, usePopover } from './popover.js';
import { Uptime } from './uptime/uptime.js';
import { fixed, show, showLine, showRound, thinSpace, unknown } from '../words/format.js';
import { pageWords as words } from '../words/page.js';

/** Availability is told apart from all of the time by hundredths of a percent. */
const availabilityDecimals = 2;

function HealthParts({ health }: { readonly health: Health }): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null);
  const lost = health.parts.filter(({ lost: points }) => points > 0);
  if (health.score === null) return <p>{words.nothingKnown}</p>;
  if (lost.length === 0) return <p>{words.nothingLost}</p>;
  return (
    <table className="parts">
      <caption>{words.lost}</caption>
      <tbody>
        {lost.map(({ name, column, value, threshold, lost: points }) => {
          const signal = column === null ? null : signalOf(signals ?? [], column);
          // How many values a distribution holds is a rate, whatever they are counted in.
          const rate = column?.endsWith('.count') === true;
          const unit = rate ? '/s' : (signal?.unit ?? '%');
          const decimals = rate ? 1 : (signal?.decimals ?? availabilityDecimals);
          return (
            <tr key={`${name} ${column ?? ''}`}>
              <th scope="row">{name}</th>
              <td>
                {showLine(value, unit, decimals)}
                {threshold !== null && <small> {words.limit(showRound(threshold))}</small>}
              </td>
              <td className="lost">{fixed(-points, points < 10 ? 1 : 0)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function HealthScore(): ReactNode {
  const health = useLive(({ replica }) => replica.view?.judgement?.health ?? null);
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const { open, root, button, toggle } = usePopover();
  const score = health?.score ?? null;
  const rounded = score === null ? null : Math.round(score);
  return (
    <div className="fact health" ref={root}>
      <button
        type="button"
        ref={button}
        aria-expanded={open}
        data-testid="health"
        data-value={score ?? ''}
        onClick={toggle}
      >
        <span className="label">{words.health}</span>
        <span className="number" data-grade={grade(score)}>
          {rounded ?? unknown}
          <span className="only-read">, {words.grades[grade(score)]}</span>
        </span>
      </button>
      {open && (
        <Sheet label={words.health}>
          {health === null ? <p>{words.nothingKnown}</p> : <HealthParts health={health} />}
          {hub !== null && <Budgets hub={hub} />}
        </Sheet>
      )}
    </div>
  );
}

function Fact({
  label,
  column,
  testId,
}: {
  readonly label: string;
  readonly column: string;
  readonly testId: string;
}): ReactNode {
  const value = useLive((state) => {
    const { view } = state.replica;
    return view === null || lifeOf(state) === 'silent' ? null : newestOf(view, column);
  });
  const signal = useLive(({ replica }) =>
    replica.view === null ? null : signalOf(replica.view.signals, column),
  );
  const shown = show(value, signal?.unit ?? '', signal?.decimals ?? 1);
  return (
    <div className="fact">
      <span className="label">{label}</span>
      <span className="number" data-testid={testId} data-value={value ?? ''}>
        {shown.text}
        {value !== null && shown.unit !== '' && thinSpace + shown.unit}
      </span>
    </div>
  );
}

/** 50 is as the baseline, 100 twice as good. */
function Score(): ReactNode {
  const score = useLive(({ replica }) => replica.view?.impact?.score ?? null);
  return (
    <div className="fact score" title={score === null ? words.scoreUnknown : words.scoreMeans}>
      <span className="label">{words.score}</span>
      <span className="number" data-testid="score" data-value={score ?? ''}>
        {score === null ? unknown : fixed(score, 1)}
      </span>
    </div>
  );
}

export function HealthStrip(): ReactNode {
  return (
    <section className="panel strip" aria-label={words.health}>
      <HealthScore />
      <Uptime />
      <Fact label={words.connections} column="connections" testId="connections" />
      <Fact label={words.errorRate} column="error_rate" testId="error-rate" />
      <Score />
    </section>
  );
}
