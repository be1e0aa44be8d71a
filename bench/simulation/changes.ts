import { changesOf } from '@hubscope/core/changes';
import { Random } from './random.js';
import { autoregressive } from './series.js';

/** How well changes of known place are found. */
export interface Found {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Seconds by which a change may be missed and still count as found. */
const near = 60;

interface Known {
  readonly values: number[];
  readonly places: number[];
}

/** Six hours with up to six changes of 10 to 50 %, no nearer to each other than ten minutes. */
function series(random: Random): Known {
  const length = 6 * 3600;
  const noise = autoregressive(random, 0.2, 0.5);
  const count = Math.floor(7 * random.uniform());
  const places: number[] = [];
  while (places.length < count) {
    const place = Math.floor(600 + (length - 1200) * random.uniform());
    if (places.every((other) => Math.abs(other - place) >= 600)) places.push(place);
  }
  places.sort((a, b) => a - b);
  let level = 100;
  let next = 0;
  const values = Array.from({ length }, (_, second) => {
    if (second === places[next]) {
      const size = 1 + 0.1 + 0.4 * random.uniform();
      level = random.uniform() < 0.5 ? level * size : level / size;
      next += 1;
    }
    return level * noise();
  });
  return { values, places };
}

/**
 * A plain two-sided CUSUM of minutes with its usual settings: level and spread from the first ten minutes, slack half a
 * standard deviation, alarm at five; after an alarm it starts anew. Source: Page (1954), Montgomery's text book.
 */
function cusum(values: readonly number[]): number[] {
  const minutes: number[] = [];
  for (let from = 0; from + 60 <= values.length; from += 60) {
    minutes.push(values.slice(from, from + 60).reduce((sum, value) => sum + value, 0) / 60);
  }
  const found: number[] = [];
  for (let start = 0; start + 10 < minutes.length;) {
    const first = minutes.slice(start, start + 10);
    const mean = first.reduce((sum, value) => sum + value, 0) / 10;
    const spread = Math.sqrt(first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9);
    let [up, down, upFrom, downFrom] = [0, 0, start, start];
    let alarm: number | null = null;
    let minute = start + 10;
    for (; minute < minutes.length && alarm === null; minute += 1) {
      const score = ((minutes[minute] ?? mean) - mean) / spread;
      up = Math.max(0, up + score - 0.5);
      down = Math.max(0, down - score - 0.5);
      if (up === 0) upFrom = minute + 1;
      if (down === 0) downFrom = minute + 1;
      if (up > 5) alarm = upFrom;
      else if (down > 5) alarm = downFrom;
    }
    if (alarm === null) break;
    found.push(alarm * 60);
    start = Math.max(alarm, start + 1);
  }
  return found;
}

/** Finds the changes of many series, by the engine and by a CUSUM. */
export function findChanges(runs: number, firstSeed: number): { ours: Found; cusum: Found } {
  const tallies = { ours: { hits: 0, told: 0 }, cusum: { hits: 0, told: 0 } };
  let there = 0;
  for (let run = 0; run < runs; run += 1) {
    const { values, places } = series(new Random(firstSeed + run));
    there += places.length;
    count(
      tallies.ours,
      places,
      changesOf(values).map(({ index }) => index),
    );
    count(tallies.cusum, places, cusum(values));
  }
  const summed = ({ hits, told }: { hits: number; told: number }): Found => {
    const [precision, recall] = [told === 0 ? 1 : hits / told, there === 0 ? 1 : hits / there];
    return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
  };
  return { ours: summed(tallies.ours), cusum: summed(tallies.cusum) };
}

/** Each change may be found once. */
function count(
  tally: { hits: number; told: number },
  places: readonly number[],
  found: readonly number[],
): void {
  const open = new Set(places);
  tally.told += found.length;
  for (const place of found) {
    const hit = [...open].find((each) => Math.abs(each - place) <= near);
    if (hit === undefined) continue;
    open.delete(hit);
    tally.hits += 1;
  }
}

/** False changes told in a week of hourly runs over the last 24 h of a steady series. */
export function falseInWeek(memory: number, seed: number): number {
  const noise = autoregressive(new Random(seed), 0.2, memory);
  const [hour, day] = [3600, 86_400];
  const values = Array.from({ length: 8 * day }, () => 100 * noise());
  const told = new Set<number>();
  for (let end = day; end <= 8 * day; end += hour) {
    for (const { index } of changesOf(values.slice(end - day, end))) {
      told.add(Math.round((end - day + index) / near));
    }
  }
  return told.size;
}

/** Seconds that it takes to look through 24 h with three changes. */
export function secondsForDay(seed: number): number {
  const noise = autoregressive(new Random(seed), 0.2, 0.5);
  const values = Array.from({ length: 86_400 }, (_, second) => {
    const level = second < 20_000 ? 100 : second < 50_000 ? 130 : second < 52_000 ? 90 : 120;
    return level * noise();
  });
  const begun = performance.now();
  changesOf(values);
  return (performance.now() - begun) / 1000;
}
