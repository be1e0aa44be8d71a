import type { Column } from '../signal/index.js';
import type { Measure, Rule } from '../wire/index.js';

/** A number as people read it: as many decimals as its unit has, none that say nothing. */
function figure(value: number, decimals: number): string {
  return String(Number(value.toFixed(Math.abs(value) >= 1000 ? 0 : decimals))).replace('-', '−');
}

function spoken(seconds: number): string {
  if (seconds < 60) return `${String(Math.round(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const rest = minutes % 60;
  return rest === 0
    ? `${String(minutes / 60)} h`
    : `${String(Math.floor(minutes / 60))} h ${String(rest)} min`;
}

export interface Told {
  readonly rule: Rule;
  readonly column: Column;
  /** What is watched: a component's name, or null for the hub itself. */
  readonly who: string | null;
  readonly value: number | null;
  readonly state: 'approaching' | 'pending' | 'firing' | 'resolved' | 'inactive';
  /** How long it has been in this state, s. */
  readonly forSeconds: number;
}

const relations = { above: 'above', below: 'below', equal: 'at' } as const;

/**
 * What a rule's value is counted in: its signal's unit, percent of change, times the rate that just spends a budget, or, of how many
 * values a distribution holds, so many a second.
 */
export function measureOf(
  { burn, against, signal }: Pick<Rule, 'burn' | 'against' | 'signal'>,
  { unit, decimals }: Pick<Measure, 'unit' | 'decimals'>,
): Measure {
  if (burn !== null) return { of: 'burn', decimals: 1, unit: '× the budget' };
  if (against === 'hour') return { of: 'change', decimals: 1, unit: '% against the hour before' };
  if (against === 'yesterday')
    return { of: 'change', decimals: 1, unit: '% against the same time yesterday' };
  return signal.endsWith('.count')
    ? { of: 'value', unit: '/s', decimals: 1 }
    : { of: 'value', unit, decimals };
}

/** An alert in one sentence for a tired person: "writer: 182 ms, above 150 for 2 min". */
export function sentenceOf({ rule, column, who, value, state, forSeconds }: Told): string {
  const { decimals, unit } = measureOf(rule, column.signal);
  const threshold = figure(rule.threshold, decimals);
  const measured = value === null ? 'no data' : [figure(value, decimals), unit].filter(Boolean).join(' ');
  const relation = relations[rule.condition];
  const said = {
    inactive: 'quiet',
    approaching: `approaching ${threshold}`,
    pending: `${relation} ${threshold}`,
    firing: `${relation} ${threshold} for ${spoken(forSeconds)}`,
    resolved: `resolved after ${spoken(forSeconds)}`,
  }[state];
  return `${who === null ? '' : `${who}: `}${measured}, ${said}`;
}
