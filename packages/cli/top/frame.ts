import { unknown } from '@hubscope/core/format';
import { beside, fit, span, type Line } from './line.js';
import { header, strip } from './head.js';
import { alertsPanel, componentsPanel, impactPanel } from './lists.js';
import { signalPanel, signalSpecs } from './signals.js';
import type { Room, TopState } from './state.js';

/** From these widths on, the four signals stand in so many columns. */
const twoFrom = 76;
const fourFrom = 150;
/** Past this width lines are too long to read across. */
const widest = 400;
const mostChartRows = 12;
/** Rows of each list where there is room without end. */
const endless = 12;

export const keys: readonly (readonly [key: string, what: string])[] = [
  ['a', 'Acknowledge the chosen alert'],
  ['u', 'Take the last acknowledgement back'],
  ['↑ ↓', 'Choose an alert'],
  ['h', 'Hubs: choose with ↑ ↓ and Enter'],
  ['Tab', 'The next hub'],
  ['r', 'Try now, while there is no connection'],
  ['Ctrl L', 'Draw anew'],
  ['?', 'These keys'],
  ['Esc', 'Close what is open'],
  ['q', 'Quit'],
];

function keySheet(): Line[] {
  return [
    [span('Keys', 'strong')],
    ...keys.map(([key, what]) => [...fit([span(key, 'strong')], 9), span(what)]),
  ];
}

function hubList({ live, hubAt }: TopState, rows: number): Line[] {
  const hubs = live.replica.hubs ?? [];
  const head = [span('Hubs', 'strong'), span('  Enter looks at the chosen one', 'quiet')];
  const from = Math.max(0, hubAt - Math.max(1, rows - 2));
  const lines = hubs.slice(from).map((hub, index) => {
    const busy = hub.operations_per_minute;
    const chosen = from + index === hubAt;
    return [
      span(chosen ? '› ' : '  ', 'strong'),
      ...fit([span(hub.name, chosen ? 'selected' : 'plain')], 40),
      ...fit([span(hub.state, hub.state === 'silent' ? 'warning' : 'quiet')], 10),
      span(`${busy === null ? unknown : String(Math.round(busy))} operations a minute`, 'quiet'),
    ];
  });
  return [head, ...(lines.length === 0 ? [[span('None has been seen.', 'quiet')]] : lines)];
}

/** Signals in as many columns as fit, and the rows that each chart may have. */
function signals(state: TopState, columns: number, rows: number | null): Line[] {
  const across = columns >= fourFrom ? 4 : columns >= twoFrom ? 2 : 1;
  const down = signalSpecs.length / across;
  const lists = across === 4 ? 9 : across === 2 ? 11 : 6;
  const chartRows =
    rows === null
      ? 5
      : Math.max(
          0,
          Math.min(
            Math.floor((rows - lists) / down) - 2,
            Math.max(3, Math.floor(rows / 2 / down) - 2),
            mostChartRows,
          ),
        );
  const widths = shares(columns, across);
  return Array.from({ length: down }, (_, row) =>
    beside(
      signalSpecs
        .slice(row * across, (row + 1) * across)
        .map((spec, place) => signalPanel(spec, state, widths[place] ?? 0, chartRows)),
      widths,
    ),
  ).flat();
}

/** So many columns of equal width with two spaces between; the last has what is left over. */
function shares(columns: number, across: number): number[] {
  const each = Math.floor((columns - 2 * (across - 1)) / across);
  return Array.from({ length: across }, (_, place) =>
    place === across - 1 ? columns - (across - 1) * (each + 2) : each,
  );
}

function lists(state: TopState, columns: number, rows: number | null): Line[] {
  const room = rows ?? endless;
  if (columns >= fourFrom) {
    const widths = shares(columns, 3);
    const [one = 0, two = 0, three = 0] = widths;
    return beside(
      [impactPanel(state, one, room), alertsPanel(state, two, room), componentsPanel(state, three, room)],
      widths,
    );
  }
  const upper = rows === null ? endless : Math.ceil((room * 6) / 11);
  const lower = rows === null ? endless : room - upper;
  if (columns >= twoFrom) {
    const widths = shares(columns, 2);
    const [one = 0, two = 0] = widths;
    const pair = beside([impactPanel(state, one, upper), alertsPanel(state, two, upper)], widths);
    return [...pair, ...componentsPanel(state, columns, lower + upper - pair.length)];
  }
  const third = Math.max(2, Math.floor(room / 3));
  return [
    ...alertsPanel(state, columns, third),
    ...impactPanel(state, columns, third),
    ...componentsPanel(state, columns, Math.max(2, room - 2 * third)),
  ];
}

/** What is not now has no hue: it can't be taken for what is live. */
function drained(lines: readonly Line[]): Line[] {
  const kept = new Set(['plain', 'strong', 'selected']);
  return lines.map((line) => line.map((each) => (kept.has(each.style) ? each : span(each.text, 'quiet'))));
}

function footer({ message, overlay }: TopState): Line {
  if (message !== '') return [span(message)];
  return [span(overlay === null ? '? keys   h hubs   a acknowledge   q quit' : 'Esc closes', 'quiet')];
}

/** The whole picture: as many lines as the room has rows, each as wide as it has columns. Pure: the same state gives the same lines. */
export function frame(state: TopState, room: Room): Line[] {
  const columns = Math.max(1, Math.min(room.columns, widest));
  const { rows } = room;
  if (rows !== null && rows < 4)
    return [header(state, columns), ...Array<Line>(rows).fill([])]
      .slice(0, rows)
      .map((line) => fit(line, columns));
  const body = rows === null ? null : rows - 3;
  const panels = (): Line[] => {
    const upper = signals(state, columns, body);
    return [...upper, ...lists(state, columns, body === null ? null : Math.max(0, body - upper.length))];
  };
  const overlaid =
    state.overlay === 'keys'
      ? keySheet()
      : state.overlay === 'hubs'
        ? hubList(state, body ?? endless)
        : panels();
  const lines = state.life === 'lost' || state.life === 'mute' ? drained(overlaid) : overlaid;
  const whole = [header(state, columns), strip(state), ...lines];
  if (rows === null) return whole.map((line) => fit(line, columns));
  const filled = Array.from({ length: rows - 1 }, (_, row) => whole[row] ?? []);
  return [...filled, footer(state)].map((line) => fit(line, columns));
}
