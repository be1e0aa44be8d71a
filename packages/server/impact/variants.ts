import { comparePairs, type Pair } from '@hubscope/core/impact';
import { component, componentKey, type Column, type HubId } from '@hubscope/core/signal';
import { second, startOf, type Second } from '@hubscope/core/time';
import { HubscopeError, type VariantsAnswer, type VariantsWanted } from '@hubscope/core/wire';
import { secondAfter } from './choice.js';
import type { ImpactOptions } from './ports.js';
import { titleOf } from './view.js';

/** What is compared of a variant. How much it does is how the traffic is split, and says nothing. */
const compared = ['latency.mean', 'latency.p50', 'latency.p95', 'latency.p99', 'error_rate'] as const;
/** Seconds of a pair: a value a side, of the same moments; longer for what needs many operations. */
const [pairSeconds, tailSeconds] = [10, 60];
const longest = 86_400;
const usual = 1800;
const judging = { tolerance: 0.01, alpha: 0.05 } as const;

function keyOf(variant: string): string {
  return componentKey(component('variant', variant));
}

/** Compares two variants over the same time: each pair is of the same seconds, so that load and whatever else disturbs both cancels. */
export async function compareVariants(
  options: ImpactOptions,
  hub: HubId,
  wanted: VariantsWanted,
): Promise<VariantsAnswer> {
  const now = options.clock.now();
  const to = secondAfter(Math.min(wanted.to ?? now, now));
  const from = wanted.from === undefined ? second(to - usual) : secondAfter(wanted.from);
  if (from >= to) throw new HubscopeError('bad_range', 'The stretch holds no whole second.');
  if (to - from > longest) throw new HubscopeError('bad_range', 'A day at most can be compared.');
  const signals: VariantsAnswer['signals'] = [];
  for (const name of compared) {
    const column = options.table.column(name);
    if (column === null) continue;
    const { better, unit } = column.signal;
    if (better === null) continue;
    const pairs = await pairsOf(options, hub, column, wanted, from, to);
    const found = comparePairs(pairs, { better, ...judging });
    signals.push({ signal: name, title: titleOf(column), unit, ...found });
  }
  return { hub, before: wanted.before, after: wanted.after, from: startOf(from), to: startOf(to), signals };
}

async function pairsOf(
  { past }: ImpactOptions,
  hub: HubId,
  column: Column,
  { before, after }: VariantsWanted,
  from: Second,
  to: Second,
): Promise<Pair[]> {
  const isTail = column.statistic === 'p95' || column.statistic === 'p99';
  const stepSeconds = isTail ? tailSeconds : pairSeconds;
  // A step that is cut short holds less than the others, and would count as much.
  const end = second(from + Math.floor((to - from) / stepSeconds) * stepSeconds);
  if (end <= from) return [];
  const of = async (variant: string): Promise<Float64Array> => {
    const [found] = await past.values({
      hub,
      component: keyOf(variant),
      from,
      to: end,
      stepSeconds,
      columns: [column],
    });
    return found?.values ?? new Float64Array();
  };
  const [first, then] = [await of(before), await of(after)];
  return [...first].flatMap((value, place) => {
    const other = then[place] ?? NaN;
    return Number.isNaN(value) || Number.isNaN(other) ? [] : [{ before: value, after: other }];
  });
}
