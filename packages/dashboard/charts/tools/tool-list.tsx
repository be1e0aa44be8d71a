'use client';
import { useState, type ReactNode } from 'react';
import { signalOf } from '@hubscope/core/live';
import { beforeLabel } from '../../board/specs.js';
import { keep, pin, useKept } from '../../board/kept.js';
import { useLive } from '../../live/live-context.js';
import { copyText } from '../../panels/copy.js';
import { say } from '../../panels/overlay.js';
import { pastWords } from '../../panels/past-words.js';
import { saveFile } from '../../panels/save-file.js';
import { befores, mostLines, type Pinned } from '../../time/pinned.js';
import { usePlaces } from '../../time/use-place.js';
import { ownChartWords as words } from '../../words/own-charts.js';
import { chartTitle, unitOf } from '../chart-legend.js';
import type { ChartToolsProps } from './chart-tools.js';
import { csvOf } from './csv.js';
import { pictureOf } from './picture.js';

/** How the values came about, in a sentence each. */
function honest(step: number, distribution: boolean, coarse: boolean): string {
  const each = words.each(step * 1000);
  if (!distribution) return each;
  return `${each} ${coarse ? words.interpolated : words.exact}`;
}

/** With one more line, or with what was before in place of what was. */
function compared(pinned: Pinned, choice: string): Pinned {
  const shift = befores.find(({ id }) => id === choice);
  if (shift !== undefined) return { ...pinned, before: shift.seconds };
  const key = choice === '' ? null : choice;
  return { ...pinned, of: [...new Set([...pinned.of, key])].slice(0, mostLines) };
}

/** What can be done with a chart. */
export default function ToolList({
  spec,
  frame,
  pinned,
  change,
  chart,
  done,
}: ChartToolsProps & {
  readonly chart: () => Element | null;
  readonly done: () => void;
}): ReactNode {
  const places = usePlaces();
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const components = useLive(({ replica }) => replica.view?.components ?? null);
  const coarse = useLive(({ replica }) => replica.view?.status?.coarse_latency ?? false);
  const own = useKept();
  const [fault, setFault] = useState<string | null>(null);
  const unit = unitOf(spec, signals);
  const file = `${hub ?? 'hub'}-${spec.signal}`;
  const stretch = (): string => {
    const [first, last] = [frame?.xs[0], frame?.xs.at(-1)];
    return first === undefined || last === undefined ? '' : pastWords(Math.floor(first), Math.ceil(last));
  };
  const csv = (): string => (frame === null ? '' : csvOf(spec, frame, unit));
  const picture = (): Promise<Blob> => {
    const drawn = chart();
    if (drawn === null) return Promise.reject(new Error('no chart'));
    return pictureOf(drawn, spec, `${hub ?? ''} · ${stretch()} · Hubscope`);
  };
  const run = (what: () => Promise<string>): void => {
    what()
      .then((said) => {
        say({ words: said, undo: null });
        done();
      })
      .catch((error: unknown) => {
        setFault(error instanceof Error ? error.message : words.failed);
      });
  };
  const compare = (choice: string): void => {
    const next = compared(pinned, choice);
    if (change !== undefined) change(next);
    else {
      pin(next);
      places.go({ view: 'charts', pinned: null });
    }
    done();
  };
  const others = [...(components?.values() ?? [])].filter(({ key }) => !pinned.of.includes(key));
  const distribution = signalOf(signals, spec.signal)?.fold === 'distribution';
  return (
    <ul className="choices tool-list" data-testid="tool-list">
      <li>
        {change === undefined ? (
          <button
            type="button"
            onClick={() => {
              pin(pinned);
              const back = own ?? [];
              say({
                words: words.pinned(chartTitle(spec)),
                undo: () =>
                  Promise.resolve().then(() => {
                    keep(back);
                  }),
              });
              done();
            }}
          >
            {words.pin}
          </button>
        ) : (
          <button
            type="button"
            onClick={() => {
              change(null);
            }}
          >
            {words.takeOut}
          </button>
        )}
      </li>
      <li>
        <label>
          {words.compare}
          <select
            value="-"
            onChange={({ target }) => {
              compare(target.value);
            }}
          >
            <option value="-" disabled>
              {words.choose}
            </option>
            {befores
              .filter(({ seconds }) => seconds !== pinned.before)
              .map(({ id, seconds }) => (
                <option key={id} value={id}>
                  {beforeLabel(seconds)}
                </option>
              ))}
            {pinned.of.length < mostLines && !pinned.of.includes(null) && (
              <option value="">{words.theHub}</option>
            )}
            {pinned.of.length < mostLines &&
              others.map(({ key, kind, name }) => (
                <option key={key} value={key}>
                  {kind} {name}
                </option>
              ))}
          </select>
        </label>
      </li>
      <li>
        <button
          type="button"
          onClick={() => {
            run(async () => {
              await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture() })]);
              return words.pictureCopied;
            });
          }}
          disabled={!('ClipboardItem' in window)}
        >
          {words.copyPicture}
        </button>
        <button
          type="button"
          data-testid="save-chart-png"
          onClick={() => {
            run(async () => {
              saveFile(await picture(), `${file}.png`);
              return words.pictureSaved;
            });
          }}
        >
          {words.save}
        </button>
      </li>
      <li>
        <button
          type="button"
          disabled={frame === null}
          onClick={() => {
            run(async () => {
              if (!(await copyText(csv()))) throw new Error(words.clipboardClosed);
              return words.valuesCopied;
            });
          }}
        >
          {words.copyValues}
        </button>
        <button
          type="button"
          data-testid="save-chart-csv"
          disabled={frame === null}
          onClick={() => {
            run(() => {
              saveFile(new Blob([csv()], { type: 'text/csv' }), `${file}.csv`);
              return Promise.resolve(words.valuesSaved);
            });
          }}
        >
          {words.save}
        </button>
      </li>
      <li className="tool-foot">{honest(frame?.step ?? 1, distribution, coarse)}</li>
      {fault !== null && (
        <li className="fault" role="alert">
          {fault}
        </li>
      )}
    </ul>
  );
}
