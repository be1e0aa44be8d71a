'use client';
import type { SignalInfo } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { RowSpark } from '../charts/row-spark.js';
import { signalOf, type Row, type Rows, lifeOf, rank } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import { usePlace } from '../time/use-place.js';
import { PlaceLink } from './place-link.js';
import { useRowsThatFit } from './rows-that-fit.js';
import { showLine, showUnderHead } from '../words/format.js';
import { pageWords as words, type PageWords } from '../words/page.js';

interface ColumnSpec {
  readonly column: string;
  readonly head: keyof PageWords['columns'];
  readonly decimals: number;
  /** Whether the unit stands behind each value. */
  readonly withUnit: boolean;
  readonly strong: boolean;
  /** Left out unless some component knows it. */
  readonly optional: boolean;
  /** Whether a phone has room for it. */
  readonly narrow: boolean;
  /** Shown only where the server does not send this other column. */
  readonly insteadOf?: string;
}

const cell = { decimals: 1, withUnit: false, strong: false, optional: false, narrow: true } as const;
const columnSpecs: readonly ColumnSpec[] = [
  { ...cell, column: 'throughput', head: 'throughput', strong: true },
  { ...cell, column: 'latency.p50', head: 'p50', narrow: false },
  { ...cell, column: 'latency.mean', head: 'mean', narrow: false, insteadOf: 'latency.p50' },
  { ...cell, column: 'latency.p95', head: 'p95', strong: true },
  { ...cell, column: 'error_rate', head: 'errors', withUnit: true },
  { ...cell, column: 'busy', head: 'busy', narrow: false },
  { ...cell, column: 'cpu', head: 'cpu', withUnit: true, optional: true, narrow: false },
  { ...cell, column: 'memory', head: 'memory', withUnit: true, optional: true, narrow: false },
];

/** From this share of failed operations on, a row's errors are coloured. */
const troubleFrom = 1;

function indexOf(columns: readonly string[], name: string): number {
  const index = columns.indexOf(name);
  return index >= 0 ? index : columns.indexOf(name.replace(/\.mean$/, ''));
}

/** The order of before goes into the next one, so that rows stand still. */
function useRanking(rows: Rows | null): readonly string[] {
  const [kept, setKept] = useState<{ rows: Rows | null; order: readonly string[] }>({
    rows: null,
    order: [],
  });
  if (kept.rows === rows) return kept.order;
  const order = rows === null ? [] : rank(kept.order, rows.values());
  setKept({ rows, order });
  return order;
}

function ComponentRow({
  row,
  specs,
  columns,
  signals,
  quiet,
}: {
  readonly row: Row;
  readonly specs: readonly ColumnSpec[];
  readonly columns: readonly string[];
  readonly signals: readonly SignalInfo[];
  readonly quiet: boolean;
}): ReactNode {
  const place = usePlace();
  return (
    <tr data-testid="component-row" data-key={row.key} data-chosen={place.component === row.key}>
      <th scope="row">
        <span className="kind">{row.kind}</span>
        <PlaceLink className="name" to={{ ...place, component: row.key }}>
          {row.name}
        </PlaceLink>
      </th>
      {specs.map(({ column, decimals, withUnit, strong, narrow }) => {
        const value = quiet ? null : (row.values[indexOf(columns, column)] ?? null);
        const unit = signalOf(signals, column)?.unit ?? '';
        const trouble = column === 'error_rate' && value !== null && value >= troubleFrom;
        return (
          <td
            key={column}
            className={narrow ? undefined : 'wide'}
            data-strong={strong}
            data-trouble={trouble || undefined}
            data-column={column}
            data-value={value ?? ''}
          >
            {withUnit ? showLine(value, unit, decimals) : showUnderHead(value, unit, decimals)}
          </td>
        );
      })}
      <td className="wide">
        <RowSpark values={row.throughput} />
      </td>
    </tr>
  );
}

/** The parts of the hub, busiest first. */
export function Components(): ReactNode {
  const rows = useLive(({ replica }) => replica.view?.components ?? null);
  const columns = useLive(({ replica }) => replica.view?.componentColumns ?? null);
  const signals = useLive(({ replica }) => replica.view?.signals ?? null);
  const seen = useLive(({ replica }) => replica.view?.componentCount ?? 0);
  const quiet = useLive((state) => lifeOf(state) === 'silent');
  const order = useRanking(rows);
  const place = usePlace();
  const fit = useRowsThatFit();
  const [all, setAll] = useState(false);
  if (rows === null || columns === null || signals === null) return <section className="panel components" />;

  const specs = columnSpecs.filter(({ column, optional, insteadOf }) => {
    const index = indexOf(columns, column);
    if (index < 0 || (insteadOf !== undefined && columns.includes(insteadOf))) return false;
    return !optional || [...rows.values()].some(({ values }) => (values[index] ?? null) !== null);
  });
  const shown = order.slice(0, all ? order.length : fit);
  const total = Math.max(seen, order.length);
  return (
    <section className="panel components" data-testid="components">
      <header>
        <h2>{words.components}</h2>
        <span className="label" data-testid="component-count">
          {total === 0 ? '' : words.busiestFirst(shown.length, total)}
        </span>
        {order.length > 0 && (
          <PlaceLink className="link calls-link" to={{ ...place, view: 'calls' }}>
            {words.calls}
          </PlaceLink>
        )}
        {order.length > fit && (
          <button
            type="button"
            className="button"
            aria-expanded={all}
            onClick={() => {
              setAll(!all);
            }}
          >
            {all ? words.fewer : words.showAll(order.length)}
          </button>
        )}
      </header>
      {order.length === 0 ? (
        <p className="calm">{words.noComponent}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              {specs.map(({ column, head, narrow }) => (
                <th scope="col" key={column} className={narrow ? undefined : 'wide'} data-column={column}>
                  {words.columns[head]}
                </th>
              ))}
              <th scope="col" className="wide">
                {words.minute}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((key) => {
              const row = rows.get(key);
              return row === undefined ? null : (
                <ComponentRow
                  key={key}
                  row={row}
                  specs={specs}
                  columns={columns}
                  signals={signals}
                  quiet={quiet}
                />
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
