import type { Figure } from '../harness/report.js';
import type { TierWeight, Weight } from './weigh.js';

const kinds = ['scalars', 'distributions'] as const;
const titles = { scalars: 'a scalar value', distributions: 'a distribution' };
const bounds = { scalars: 4, distributions: 48 };

const daySeconds = 86_400;
/** Days that each tier holds of a month, its last table included: seconds for 24 h and one more, and so on. */
const monthDays = new Map([
  [1, 25 / 24],
  [10, 7.25],
  [60, 30],
  [600, 30],
]);

const bytesOf = ({ scalars, distributions, heads }: TierWeight): number =>
  scalars.bytes + distributions.bytes + heads;

/** What values of a second take, with their share of all else in proportion to what they are themselves. */
export function diskFigures(weight: Weight, seconds: number): Figure[] {
  const [fine, ...coarse] = weight.tiers;
  if (fine === undefined) return [];
  const columns = (tier: TierWeight): number => tier.scalars.bytes + tier.distributions.bytes;
  const figures: Figure[] = [];
  for (const kind of kinds) {
    const { count, bytes } = fine[kind];
    const rolled = coarse.reduce((sum, tier) => sum + tier[kind].bytes, 0);
    const heads = weight.tiers.reduce(
      (sum, tier) => sum + (tier.heads * tier[kind].bytes) / columns(tier),
      0,
    );
    const other = (weight.otherBytes * bytes) / columns(fine);
    const free = (weight.freeBytes * bytes) / columns(fine);
    const add = (name: string, title: string, value: number, under?: number): void => {
      const figure = { name: `${kind}_${name}`, title: `${titles[kind]}: ${title}`, value, unit: 'bytes' };
      figures.push(under === undefined ? figure : { ...figure, under });
    };
    add('second', 'of a second', bytes / count);
    add('rollups', 'its rollups', rolled / count);
    add('rest', 'its part of the rest of the file', (heads + other) / count);
    add('used', 'in all, without free pages', (bytes + rolled + heads + other) / count);
    add('all', 'in all, free pages included', (bytes + rolled + heads + other + free) / count, bounds[kind]);
  }
  const mb = (value: number): number => value / 1e6;
  return [
    ...figures,
    { name: 'disk_mb', title: 'database file', value: mb(weight.fileBytes), unit: 'MB' },
    {
      name: 'month_mb',
      title: 'after a month, extrapolated from this run and the tiers’ retention',
      value: mb(monthBytes(weight, seconds)),
      unit: 'MB',
    },
  ];
}

/** Bytes of a month: each tier's bytes for a value of it, times the values that it holds then. No simulation of it. */
function monthBytes({ tiers, otherBytes, freeBytes }: Weight, seconds: number): number {
  const [fine] = tiers;
  if (fine === undefined) return 0;
  const perDay = ((fine.scalars.count + fine.distributions.count) * daySeconds) / seconds;
  let total = otherBytes + freeBytes;
  let cost = 0;
  for (const [length, days] of monthDays) {
    const tier = tiers.find((each) => each.seconds === length);
    // A tier that is not there yet is taken to cost what the one before it costs.
    if (tier !== undefined) cost = bytesOf(tier) / (tier.scalars.count + tier.distributions.count);
    total += (cost * perDay * days) / length;
  }
  return total;
}
