'use client';
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { apiPath, ruleListOf } from '../../live/api.js';
import { chartSpecs } from '../../charts/spec.js';
import { pageNow } from '../../live/browser-world.js';
import { useLive } from '../../live/live-context.js';
import { mainSpans, moreSpans, liveRange, pastRange } from '../../time/range.js';
import { usePlaces } from '../../time/use-place.js';
import { toggleUtc } from '../../time/zone.js';
import { applyTheme, themes } from '../../theme/theme.js';
import { Dialog } from '../drawer.js';
import { changeLanguage } from '../language-switch.js';
import { closeOverlay, openOverlay } from '../overlay.js';
import { startTour } from '../tour/touring.js';
import { useAsked } from '../use-asked.js';
import { found, momentTyped, spanTyped, type Entry } from './match.js';
import { useComponents } from './components.js';
import { commonWords } from '../../words/common.js';
import { paletteWords as words } from '../../words/palette.js';
import { pageWords } from '../../words/page.js';
import { languages } from '../../words/language.js';
import { languageNames } from '../../words/languages.js';
import { signalTitle } from '../../words/told.js';

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
            kind: words.kinds.time,
            name: words.theLast(typed.trim().replace(/^last\s+/i, '')),
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
            kind: words.kinds.time,
            name: words.around(typed.trim()),
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
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const components = useComponents(hub);
  const signals = useLive(({ replica }) => replica.view?.signals ?? null);
  const rules = useAsked(apiPath('/rules'), ruleListOf).value;
  return useMemo(() => {
    const { go, show } = places;
    const times: Entry[] = [
      {
        id: 'live',
        kind: words.kinds.time,
        name: pageWords.live,
        run: () => {
          show(liveRange);
        },
      },
      ...[...mainSpans, ...moreSpans].map(({ id, span }): Entry => ({
        id: `span ${id}`,
        kind: words.kinds.time,
        name: pageWords.lastSpan(pageWords.spans[id]),
        run: () => {
          show({ kind: 'last', span });
        },
      })),
    ];
    const actions: Entry[] = [
      {
        id: 'mark',
        kind: words.kinds.action,
        name: pageWords.mark,
        run: () => {
          press('mark-moment');
        },
      },
      {
        id: 'rules',
        kind: words.kinds.action,
        name: words.rules,
        run: () => {
          openOverlay({ kind: 'rules', rule: null });
        },
      },
      {
        id: 'silence',
        kind: words.kinds.action,
        name: words.silence,
        run: () => {
          openOverlay({ kind: 'silences', matcher: null });
        },
      },
      {
        id: 'channels',
        kind: words.kinds.action,
        name: words.channels,
        run: () => {
          openOverlay({ kind: 'channels' });
        },
      },
      {
        id: 'incidents',
        kind: words.kinds.action,
        name: words.incidents,
        run: () => {
          go({ view: 'incidents', incident: null });
        },
      },
      {
        id: 'calls',
        kind: words.kinds.action,
        name: words.calls,
        run: () => {
          go({ view: 'calls', incident: null });
        },
      },
      {
        id: 'charts',
        kind: words.kinds.action,
        name: words.ownCharts,
        run: () => {
          go({ view: 'charts', incident: null, pinned: null });
        },
      },
      {
        id: 'doctor',
        kind: words.kinds.action,
        name: words.doctor,
        run: () => {
          go({ view: 'doctor', incident: null });
        },
      },
      {
        id: 'all-hubs',
        kind: words.kinds.action,
        name: pageWords.allHubs,
        run: () => {
          go({ view: 'hubs', component: null });
        },
      },
      {
        id: 'baseline',
        kind: words.kinds.action,
        name: words.baseline,
        run: () => {
          press('new-baseline');
        },
      },
      {
        id: 'kiosk',
        kind: words.kinds.action,
        name: words.kiosk,
        run: () => {
          window.location.search = '?kiosk=1';
        },
      },
      {
        id: 'shares',
        kind: words.kinds.action,
        name: words.shares,
        run: () => {
          openOverlay({ kind: 'shares' });
        },
      },
      {
        id: 'tour',
        kind: words.kinds.action,
        name: words.tour,
        run: () => {
          go({ view: 'hub', component: null, incident: null });
          startTour();
        },
      },
      {
        id: 'switches',
        kind: words.kinds.action,
        name: words.switches,
        run: () => {
          press('more-switches');
        },
      },
      {
        id: 'utc',
        kind: words.kinds.action,
        name: words.utc,
        run: toggleUtc,
      },
      {
        id: 'print',
        kind: words.kinds.action,
        name: words.print,
        run: () => {
          window.print();
        },
      },
      {
        id: 'keys',
        kind: words.kinds.action,
        name: words.keys,
        run: () => {
          openOverlay({ kind: 'keys' });
        },
      },
      ...themes.map((theme): Entry => ({
        id: `theme ${theme}`,
        kind: words.kinds.theme,
        name: words.themes[theme],
        run: () => {
          applyTheme(theme);
        },
      })),
      ...languages.map((language): Entry => ({
        id: `language ${language}`,
        kind: words.kinds.language,
        name: languageNames[language],
        run: () => {
          changeLanguage(language);
        },
      })),
    ];
    return [
      ...(hubs ?? []).map(({ name, state }): Entry => ({
        id: `hub ${name}`,
        kind: words.kinds.hub,
        name,
        beside: commonWords.hubStates[state],
        run: () => {
          go({ hub: name, component: null, view: 'hub', incident: null });
        },
      })),
      ...components.map(({ key, kind, name }): Entry => ({
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
        kind: words.kinds.rule,
        name,
        beside: signal,
        run: () => {
          openOverlay({ kind: 'rules', rule: id });
        },
      })),
      ...(signals ?? [])
        .filter(({ fold }) => fold !== 'cores')
        .map(({ name, title, unit, fold }): Entry => ({
          id: `signal ${name}`,
          kind: words.kinds.signal,
          name: signalTitle({ name, title }),
          beside: unit,
          run: () => {
            if (chartSpecs.some(({ signal }) => signal === name)) {
              go({ component: null, view: 'hub', incident: null });
              showWhenThere(`[data-testid="chart-${CSS.escape(name)}"]`);
            } else {
              const column = fold === 'distribution' ? `${name}.p95` : name;
              go({ view: 'charts', incident: null, pinned: [{ column, of: [null], before: 0 }] });
            }
          },
        })),
    ];
  }, [places, hubs, components, rules, signals]);
}

/** Brings a part of the page into sight as soon as it stands; given up after some frames. */
function showWhenThere(selector: string, frames = 60): void {
  const found = document.querySelector(selector);
  if (found !== null) found.scrollIntoView({ block: 'center' });
  else if (frames > 0)
    requestAnimationFrame(() => {
      showWhenThere(selector, frames - 1);
    });
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
    <Dialog label={words.label} look="palette">
      <input
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
        aria-label={words.about}
        placeholder={words.hint}
        autoFocus
        data-testid="palette"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul className="palette-list" role="listbox" id={id} aria-label={words.found}>
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
      {shown.length === 0 && <p className="calm pad">{words.none}</p>}
    </Dialog>
  );
}
