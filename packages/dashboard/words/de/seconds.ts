import type { SecondsWords } from '../seconds.js';

export const seconds: SecondsWords = {
  earlier: 'Zehn Minuten früher',
  later: 'Zehn Minuten später',
  nothing: 'Von diesen Sekunden ist nichts bekannt',
  andMore: (count) => `und ${String(count)} mehr`,
  row: 'eine Zeile ist eine Minute',
};
