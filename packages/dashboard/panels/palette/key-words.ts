/** Every key that does something, for the sheet and the documentation. */
export const keyGroups: readonly {
  readonly title: string;
  readonly keys: readonly (readonly [keys: string, what: string])[];
}[] = [
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
      ['D', 'Doctor: why no data is seen'],
      ['T', 'Theme: system, light, dark'],
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
];
