import type { HealthDetail } from '@hubscope/core/wire';
import { expect, it } from 'vitest';
import { healthInWords, strip } from './health-words.js';

const cells = Array.from({ length: 144 }, (_, n): HealthDetail['uptime']['cells'][number] =>
  n < 140 ? 'unknown' : 'up',
);
const health: HealthDetail = {
  hub: 'shop',
  state: 'live',
  score: 81.7,
  parts: [
    { name: 'High Latency', column: 'latency', value: 182.44, threshold: 150, lost: 12.4 },
    { name: 'Availability', column: null, value: 97, threshold: null, lost: 5.9 },
  ],
  uptime: { percent: 99.999, known_seconds: 2400, cells: cells.with(141, 'mixed').with(142, 'down') },
  error_rate: 0.25,
  connections: null,
  budgets: [{ rule: 'r', name: 'Error budget', component: null, objective: 99.9, left: 84.25 }],
};

it('health is told with what took points away, uptime and budgets', () => {
  expect(healthInWords(health).split('\n')).toEqual([
    'shop is live, health 82',
    '  High Latency  182.4  limit 150  −12',
    '  Availability     97             −5.9',
    'uptime 99.99 % of the 0.6 h known of the last 24',
    `  [${' '.repeat(70)}!×]  · up  ! partly  × down`,
    'error rate 0.25 %, connections unknown',
    'Error budget: 84.25 % of the budget is left (objective 99.9 %)',
  ]);
});

it('what is unknown is said to be', () => {
  const nothing = { ...health, score: null, parts: [], error_rate: null, budgets: [] };
  const words = healthInWords({ ...nothing, uptime: { percent: null, known_seconds: 0, cells: [] } });
  expect(words).toContain('health unknown\nuptime unknown of the 0 h known');
});

it('two cells are drawn as the worse one', () => {
  expect(strip(['up', 'unknown', 'up', 'mixed', 'mixed', 'down', 'unknown', 'unknown'])).toBe('·!× ');
});
