import { spoken } from './spoken.js';

/** Uptime, second by second. */
const english = {
  earlier: 'Ten minutes earlier',
  later: 'Ten minutes later',
  nothing: 'Nothing is known of these seconds',
  andMore: (count: number) => `and ${String(count)} more`,
  row: 'a row is a minute',
};

export type SecondsWords = typeof english;
export const secondsWords = spoken('seconds', english);
