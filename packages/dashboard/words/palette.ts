import { spoken } from './spoken.js';

type Key = readonly [key: string, what: string];

const english = {
  label: 'Search',
  about: 'Search hubs, components, signals, rules, times and actions',
  hint: 'Search, or type a time: 14:03, 2 h',
  found: 'Found',
  none: 'Nothing has this name.',
  kinds: {
    time: 'time',
    action: 'action',
    theme: 'theme',
    language: 'language',
    hub: 'hub',
    rule: 'rule',
    signal: 'signal',
  },
  theLast: (span: string) => `The last ${span}`,
  around: (moment: string) => `Around ${moment}`,
  rules: 'Rules',
  silence: 'Silence alerts',
  channels: 'Channels: who is told of alerts',
  incidents: 'Incidents',
  calls: 'Calls and slow operations',
  doctor: 'Doctor: why do I see no data?',
  baseline: 'Keep a baseline',
  kiosk: 'Wall screen',
  shares: 'Share links: let others look',
  ownCharts: 'My charts',
  tour: 'Show me around',
  switches: 'Optimizations of this hub: switch them on and off',
  utc: 'Times in UTC, or in your own zone',
  print: 'Print a report',
  keys: 'Keys',
  themes: { system: 'As the system has it', light: 'Light', dark: 'Dark' },
  /** Every key that does something. */
  keyGroups: [
    {
      title: 'Anywhere',
      keys: [
        ['Ctrl K or /', 'Search hubs, components, signals, rules, times and actions'],
        ['M', 'Mark a moment'],
        ['R', 'Rules, silences and channels'],
        ['A', 'To the first alert'],
        ['H', 'All hubs'],
        ['I', 'Incidents'],
        ['C', 'Calls: who calls whom, and the slowest with their traces'],
        ['V', 'My charts: any signal, compared and side by side'],
        ['D', 'Doctor: why no data is seen'],
        ['T', 'Theme: system, light, dark'],
        ['U', 'Times in UTC, and in your own zone'],
        ['?', 'This sheet'],
        ['Esc', 'Close what is open; let go of the cursor; back to the hub'],
      ],
    },
    {
      title: 'Time',
      keys: [
        ['1 – 5', 'Live, 5 m, 1 h, 6 h, 24 h'],
        ['Space', 'Stop time, and go on'],
        ['← →', 'Move the cursor; ten steps with Shift'],
        ['[ ]', 'Earlier, later'],
        ['+ −', 'Closer, further away'],
        ['L', 'Latency as lines, and as a heatmap'],
        ['Backspace', 'Back to where the last zoom came from'],
      ],
    },
  ] as readonly { readonly title: string; readonly keys: readonly Key[] }[],
};

export type PaletteWords = typeof english;
export const paletteWords = spoken('palette', english);
