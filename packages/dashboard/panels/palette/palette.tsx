'use client';
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { apiPath, ruleListOf } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { useLive } from '../../live/live-context.js';
import { mainSpans, moreSpans, liveRange, pastRange } from '../../time/range.js';
import { usePlaces } from '../../time/use-place.js';
import { applyTheme, themes } from '../../theme/theme.js';
import { Dialog } from '../drawer.js';
import { closeOverlay, openOverlay } from '../overlay.js';

import { useAsked } from '../use-asked.js';
import { found, momentTyped, spanTyped, type Entry } from './match.js';

/** How much is shown around a clock time that was typed, s. */
const around = 300;

/** What was typed as a time, as an entry of its own. */
function useTyped(typed: string): readonly Entry[] {
  const places = usePlaces();
  const now = pageNow();
  const span = spanTyped(typed);
  const moment = momentTyped(typed, now);
  return [
    ...(span === null
      ? []
      : [
          {
            id: 'typed-span',
            kind: 'time',
            name: `The last ${typed.trim().replace(/^last\s+/i, '')}`,
            run: () => {
              const to = Math.floor(now / 1000);
              places.show(pastRange(to - span, to, to));
            },
          },
        ]),
    ...(moment === null
      ? []
      : [
          {
            id: 'typed-moment',
            kind: 'time',
            name: `Around ${typed.trim()}`,
            run: () => {
              places.show(pastRange(moment - around, moment + around, now / 1000));
            },
          },
        ]),
  ];
}

/** All that can be gone to or done. */
function useEntries(): readonly Entry[] {
  const places = usePlaces();
  const hubs = useLive(({ replica }) => replica.hubs);
  const components = useLive(({ replica }) => replica.view?.components ?? null);
  const signals = useLive(({ replica }) => replica.view?.signals ?? null);
  const rules = useAsked(apiPath('/rules'), ruleListOf).value;
  return useMemo(() => {
    const { go, show } = places;
    const times: Entry[] = [
      {
        id: 'live',
        kind: 'time',
        name: 'Live',
        run: () => {
          show(liveRange);
        },
      },
      ...[...mainSpans, ...moreSpans].map(({ id, words, span }): Entry => ({
        id: `span ${id}`,
        kind: 'time',
        name: `Last ${words}`,
        run: () => {
          show({ kind: 'last', span });
        },
      })),
    ];
    const actions: Entry[] = [
      {
        id: 'mark',
        kind: 'action',
        name: 'Mark a moment',
        run: () => {
          press('mark-moment');
        },
      },
      {
        id: 'rules',
        kind: 'action',
        name: 'Rules',
        run: () => {
          openOverlay({ kind: 'rules', rule: null });
        },
      },
      {
        id: 'silence',
        kind: 'action',
        name: 'Silence alerts',
        run: () => {
          openOverlay({ kind: 'silences', matcher: null });
        },
      },
      {
        id: 'channels',
        kind: 'action',
        name: 'Channels: who is told of alerts',
        run: () => {
          openOverlay({ kind: 'channels' });
        },
      },
      {
        id: 'incidents',
        kind: 'action',
        name: 'Incidents',
        run: () => {
          go({ view: 'incidents', incident: null });
        },
      },
      {
        id: 'calls',
        kind: 'action',
        name: 'Calls and slow operations',
        run: () => {
          go({ view: 'calls', incident: null });
        },
      },
      {
        id: 'doctor',
        kind: 'action',
        name: 'Doctor: why do I see no data?',
        run: () => {
          go({ view: 'doctor', incident: null });
        },
      },
      {
        id: 'all-hubs',
        kind: 'action',
        name: 'All hubs',
        run: () => {
          go({ view: 'hubs', component: null });
        },
      },
      {
        id: 'baseline',
        kind: 'action',
        name: 'Keep a baseline',
        run: () => {
          press('new-baseline');
        },
      },
      {
        id: 'kiosk',
        kind: 'action',
        name: 'Wall screen',
        run: () => {
          window.location.search = '?kiosk=1';
        },
      },
      {
        id: 'keys',
        kind: 'action',
        name: 'Keys',
        run: () => {
          openOverlay({ kind: 'keys' });
        },
      },
      ...themes.map((theme): Entry => ({
        id: `theme ${theme}`,
        kind: 'theme',
        name: theme === 'system' ? 'As the system has it' : theme === 'light' ? 'Light' : 'Dark',
        run: () => {
          applyTheme(theme);
        },
      })),
    ];
    return [
      ...(hubs ?? []).map(({ name, state }): Entry => ({
        id: `hub ${name}`,
        kind: 'hub',
        name,
        beside: state,
        run: () => {
          go({ hub: name, component: null, view: 'hub', incident: null });
        },
      })),
      ...[...(components?.values() ?? [])].map(({ key, kind, name }): Entry => ({
        id: `component ${key}`,
        kind,
        name,
        run: () => {
          go({ component: key, view: 'hub', incident: null });
        },
      })),
      ...actions,
      ...times,
      ...(rules ?? []).map(({ id, name, signal }): Entry => ({
        id: `rule ${id}`,
        kind: 'rule',
        name,
        beside: signal,
        run: () => {
          openOverlay({ kind: 'rules', rule: id });
        },
      })),
      ...(signals ?? []).map(({ name, title, unit }): Entry => ({
        id: `signal ${name}`,
        kind: 'signal',
        name: title,
        beside: unit,
        run: () => {
          go({ component: null, view: 'hub', incident: null });
          document
            .querySelector(`[data-testid="chart-${CSS.escape(name)}"]`)
            ?.scrollIntoView({ block: 'center' });
        },
      })),
    ];
  }, [places, hubs, components, rules, signals]);
}

/** Presses a button of the page that does the rest. */
function press(testId: string): void {
  document.querySelector<HTMLButtonElement>(`[data-testid="${testId}"]`)?.click();
}

/** Finds anything by a few letters, and goes there. */
export default function Palette(): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries();
  const times = useTyped(typed);
  const shown = [...times, ...found(entries, typed)];
  const chosen = shown[Math.min(at, shown.length - 1)];

  const run = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    closeOverlay();
    // What it opens takes the focus only after this dialog has given it back.
    setTimeout(entry.run, 0);
  };
  const onKey = (event: KeyboardEvent): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (event.key === 'Enter') run(chosen);
    else if (to === undefined || shown.length === 0) return;
    else setAt((to + shown.length) % shown.length);
    event.preventDefault();
  };
  return (
    <Dialog label="Search" look="palette">
      <input
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
        aria-label="Search hubs, components, signals, rules, times and actions"
        placeholder="Search, or type a time: 14:03, 2 h"
        autoFocus
        data-testid="palette"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul className="palette-list" role="listbox" id={id} aria-label="Found">
        {shown.map((entry) => (
          <li
            key={entry.id}
            id={`${id}-${entry.id}`}
            role="option"
            aria-selected={entry === chosen}
            ref={(element) => {
              if (entry === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onPointerDown={(event) => {
              event.preventDefault();
              run(entry);
            }}
          >
            <span className="kind">{entry.kind}</span>
            <span className="name">{entry.name}</span>
            {entry.beside !== undefined && <small>{entry.beside}</small>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="calm pad">Nothing has this name.</p>}
    </Dialog>
  );
}
