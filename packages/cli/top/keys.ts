/** What a key asks for. */
export type Key =
  | 'quit'
  | 'keys'
  | 'hubs'
  | 'next-hub'
  | 'up'
  | 'down'
  | 'enter'
  | 'acknowledge'
  | 'undo'
  | 'retry'
  | 'redraw'
  | 'suspend'
  | 'close';

const meanings: Readonly<Record<string, Key>> = {
  q: 'quit',
  '\x03': 'quit',
  '?': 'keys',
  h: 'hubs',
  '\t': 'next-hub',
  k: 'up',
  '\x1b[A': 'up',
  '\x1bOA': 'up',
  j: 'down',
  '\x1b[B': 'down',
  '\x1bOB': 'down',
  '\r': 'enter',
  '\n': 'enter',
  a: 'acknowledge',
  u: 'undo',
  r: 'retry',
  '\x0c': 'redraw',
  '\x1a': 'suspend',
  '\x1b': 'close',
};

/** A control sequence (ECMA-48), a single shift with its letter, or one character. */
const stroke = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO.|[^]/gu;

/** The keys in what a terminal sent at once, in order; what means nothing is left out. */
export function keysOf(sent: string): Key[] {
  return (sent.match(stroke) ?? []).flatMap((each) => meanings[each] ?? []);
}
