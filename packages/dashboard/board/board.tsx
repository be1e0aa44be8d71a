'use client';
import type { SignalInfo } from '@hubscope/core/wire';
import { useMemo, type ReactNode } from 'react';
import { showLine, unknown } from '../words/format.js';
import { columnIn, columnOf, signalOf } from '@hubscope/core/live';
import { PastChart } from '../charts/past-chart.js';
import { ChartStage } from '../charts/stage.js';
import { ChartTools } from '../charts/tools/chart-tools.js';
import { useLive } from '../live/live-context.js';
import { CopyButton } from '../panels/copy.js';
import { say } from '../panels/overlay.js';
import { PlaceLink } from '../panels/place-link.js';
import { RangePicker } from '../panels/range-picker.js';
import { TimeKeys } from '../panels/time-keys.js';
import type { Past } from '../time/feed.js';
import { indexAt } from '../time/history.js';
import { mostPinned, samePinned, textOfPinned, type Pinned } from '../time/pinned.js';
import { queryOfPlace } from '../time/place.js';
import { usePlace, usePlaces } from '../time/use-place.js';
import { ownChartWords as words } from '../words/own-charts.js';
import { keep, keptCharts, useKept } from './kept.js';
import { firstPinned, ofHub, specOf, titleOf } from './specs.js';
import { useBoard } from './use-board.js';

/** Statistics of a distribution that are offered, the most asked for first. */
const statistics = ['p95', 'p50', 'p99', 'mean'] as const;

/** Every column that a chart can be of. */
function columnsOf(signals: readonly SignalInfo[]): readonly string[] {
  return signals.flatMap(({ name, fold }) => {
    if (fold === 'cores') return [];
    return fold === 'distribution' ? statistics.map((each) => `${name}.${each}`) : [name];
  });
}

function isColumn(signals: readonly SignalInfo[], column: string): boolean {
  const signal = signalOf(signals, column);
  if (signal === null || signal.fold === 'cores') return false;
  const statistic = column === signal.name ? null : column.slice(signal.name.length + 1);
  const of = signal.fold === 'distribution' ? [...statistics, 'count', 'min', 'max'] : ['min', 'max'];
  return statistic === null || of.includes(statistic);
}

/** The charts that the page shows: the address's, else this browser's own, else those with which a view begins. */
function useCharts(): { readonly charts: readonly Pinned[]; readonly own: boolean } {
  const { pinned } = usePlace();
  const kept = useKept();
  const view = useLive(({ replica }) => replica.view);
  // A beginning that came and went with its values would move: it is chosen once for a hub.
  const name = view?.name ?? null;
  const first = useMemo(
    () =>
      view === null
        ? []
        : firstPinned((column) => columnOf(view, column)?.some((value) => value !== null) ?? false),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as said above
    [name],
  );
  return { charts: pinned ?? kept ?? first, own: pinned === null };
}

/** A view of one's own: charts of any signal, of the hub or its components, beside one another or over what was before. */
export default function Board(): ReactNode {
  const place = usePlace();
  const places = usePlaces();
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const told = useLive(({ replica }) => replica.view?.signals ?? null);
  const signals = useMemo(() => told ?? [], [told]);
  const { charts: wished, own } = useCharts();
  const charts = useMemo(() => wished.filter(({ column }) => isColumn(signals, column)), [wished, signals]);
  const specs = useMemo(() => charts.map((chart) => specOf(chart, signals)), [charts, signals]);
  const { pasts, again } = useBoard(charts);

  const put = (next: readonly Pinned[]): void => {
    if (own) keep(next);
    else places.go({ pinned: next });
  };
  const change =
    (chart: Pinned) =>
    (to: Pinned | null): void => {
      const next = wished.flatMap((each) => (samePinned(each, chart) ? (to ?? []) : each));
      put(next.filter((each, index) => next.findIndex((other) => samePinned(other, each)) === index));
      if (to !== null) return;
      say({
        words: words.takenOut(titleOf(chart.column, signals)),
        undo: () =>
          Promise.resolve().then(() => {
            put(wished);
          }),
      });
    };
  const link = (): Promise<string> =>
    Promise.resolve(new URL(queryOfPlace({ ...place, hub, pinned: wished }), window.location.href).href);
  const unheard = wished.filter(({ column }) => told !== null && !isColumn(signals, column));
  return (
    <ChartStage>
      <main className="board" data-testid="board">
        <header>
          <PlaceLink className="button" label={words.back(hub ?? words.hub)} to={{ ...place, view: 'hub' }}>
            ← {hub ?? words.hub}
          </PlaceLink>
          <h1>{own ? words.own : words.ofLink}</h1>
          <AddChart
            signals={signals}
            taken={wished}
            onAdd={(column) => {
              put([...wished, ofHub(column)]);
            }}
          />
          {!own && (
            <button
              type="button"
              className="button"
              data-testid="keep-charts"
              onClick={() => {
                const before = keptCharts();
                keep(wished);
                places.go({ pinned: null });
                say({
                  words: words.keptAsMine,
                  undo: () =>
                    Promise.resolve().then(() => {
                      keep(before);
                      places.go({ pinned: wished });
                    }),
                });
              }}
            >
              {words.keepAsMine}
            </button>
          )}
          <span className="copy-link">
            {words.link} <CopyButton text={link} what={words.linkOf} />
          </span>
        </header>
        <div className="only-narrow">
          <RangePicker />
        </div>
        <div className="board-charts">
          {charts.map((chart, index) => {
            const [spec, past] = [specs[index], pasts[index]];
            return spec === undefined || spec === null || past === undefined ? null : (
              <PastChart
                key={textOfPinned(chart)}
                spec={spec}
                past={past}
                thresholds={[]}
                heat={null}
                again={again}
                tools={(frame) => (
                  <ChartTools spec={spec} frame={frame} pinned={chart} change={change(chart)} />
                )}
              />
            );
          })}
        </div>
        {unheard.map((chart) => (
          <p className="calm" key={textOfPinned(chart)}>
            {words.unheard(chart.column)}{' '}
            <button
              type="button"
              className="link"
              onClick={() => {
                change(chart)(null);
              }}
            >
              {words.takeOut}
            </button>
          </p>
        ))}
        {wished.length === 0 && <p className="calm">{words.none}</p>}
        <TimeKeys read={(at) => readBoard(at, charts, pasts, signals)} />
      </main>
    </ChartStage>
  );
}

/** What the first line of each chart says at a moment (s), for who does not see it. */
function readBoard(
  at: number,
  charts: readonly Pinned[],
  pasts: readonly Past[],
  signals: readonly SignalInfo[],
): string {
  const parts = charts.map((chart, index) => {
    const history = pasts[index]?.history ?? null;
    const [line] = specOf(chart, signals)?.lines ?? [];
    const values = history === null || line === undefined ? null : columnIn(history.columns, line.column);
    const value = history === null ? null : (values?.[indexAt(history, at)] ?? null);
    const signal = signalOf(signals, chart.column);
    const said = value === null ? unknown : showLine(value, signal?.unit ?? '', signal?.decimals ?? 1);
    return `${titleOf(chart.column, signals)} ${said === unknown ? words.unknown : said}`;
  });
  return parts.join(', ');
}

function AddChart({
  signals,
  taken,
  onAdd,
}: {
  readonly signals: readonly SignalInfo[];
  readonly taken: readonly Pinned[];
  readonly onAdd: (column: string) => void;
}): ReactNode {
  const free = columnsOf(signals).filter((column) => !taken.some((each) => samePinned(each, ofHub(column))));
  return (
    <select
      className="button add-chart"
      aria-label={words.add}
      data-testid="add-chart"
      value="-"
      disabled={taken.length >= mostPinned}
      onChange={({ target }) => {
        onAdd(target.value);
      }}
    >
      <option value="-" disabled>
        {words.add}
      </option>
      {free.map((column) => (
        <option key={column} value={column}>
          {titleOf(column, signals)}
        </option>
      ))}
    </select>
  );
}
