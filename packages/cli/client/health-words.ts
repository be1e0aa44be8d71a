import type { HealthDetail } from '@hubscope/core/wire';
import { table } from './run.js';

/** What a stretch of the day was, as one character; two cells of ten minutes are drawn as the worse one. */
const marks = { down: '×', mixed: '!', up: '·', unknown: ' ' } as const;
const order = ['down', 'mixed', 'up', 'unknown'] as const;

/** A figure of a few digits. */
function figure(value: number | null): string {
  return value === null ? 'unknown' : String(Number(value.toPrecision(4)));
}

/** The last 24 hours in 72 characters, oldest first. */
export function strip(cells: HealthDetail['uptime']['cells']): string {
  const pairs = Array.from({ length: Math.ceil(cells.length / 2) }, (_, place) =>
    cells.slice(place * 2, place * 2 + 2),
  );
  return pairs.map((pair) => marks[order.find((state) => pair.includes(state)) ?? 'unknown']).join('');
}

/** Cut, not rounded: 99.999 % is not all of the time. */
function share(percent: number | null): string {
  return percent === null ? 'unknown' : `${String(Math.floor(percent * 100) / 100)} %`;
}

/** How a hub is, for a terminal. */
export function healthInWords(health: HealthDetail): string {
  const { hub, state, score, parts, uptime, error_rate, connections, budgets } = health;
  const lost = parts.map(({ name, value, threshold, lost: points }) => [
    `  ${name}`,
    figure(value),
    threshold === null ? '' : `limit ${figure(threshold)}`,
    `−${points.toFixed(points < 10 ? 1 : 0)}`,
  ]);
  const hours = Math.floor(uptime.known_seconds / 360) / 10;
  return [
    `${hub} is ${state}, health ${score === null ? 'unknown' : String(Math.round(score))}`,
    ...(lost.length === 0 ? [] : [table(lost)]),
    `uptime ${share(uptime.percent)} of the ${String(hours)} h known of the last 24`,
    `  [${strip(uptime.cells)}]  · up  ! partly  × down`,
    `error rate ${error_rate === null ? 'unknown' : `${figure(error_rate)} %`}, connections ${figure(connections)}`,
    ...budgets.map(({ name, component, objective, left }) => {
      const of = component === null ? '' : ` of ${component}`;
      return `${name}${of}: ${left === null ? 'unknown how much' : `${figure(left)} %`} of the budget is left (objective ${String(objective)} %)`;
    }),
  ].join('\n');
}
