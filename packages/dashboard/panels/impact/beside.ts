import type { ImpactView } from '@hubscope/core/wire';
import { fixed, thinSpace } from '../../words/format.js';
import { impactWords as words } from '../../words/impact.js';

/** A line beside the verdict. */
export interface BesideRow {
  readonly of: string;
  readonly words: string;
  /** `growing` stands out; all else is calm. */
  readonly state: 'stable' | 'growing' | 'falling' | 'unknown' | null;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The growth of memory, and one line of how evenly work lies. */
export function besideRows({ stability, balance }: Pick<ImpactView, 'stability' | 'balance'>): BesideRow[] {
  const hour = 3600;
  // Before a day has something to say the hour says that nothing is known yet.
  const said = stability.filter(({ over, per_hour: known }) => over <= hour || known !== null);
  const rows = said.map(({ over, words: line, state }): BesideRow => {
    return { of: over > hour ? words.memoryDay : words.memoryHour, words: capital(line), state };
  });
  if (balance.length === 0) return rows;
  const ratio = (value: number): string => `${fixed(value, 1)}${thinSpace}×`;
  const shares = balance.map(({ of, before, after }) => {
    const now = `${of} ${after === null ? '—' : ratio(after)}`;
    return before === null ? now : `${now} (${words.before(ratio(before))})`;
  });
  return [...rows, { of: words.busiest, words: capital(shares.join(', ')), state: null }];
}
