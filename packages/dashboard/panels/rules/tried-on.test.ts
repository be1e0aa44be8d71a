import { describe, expect, it } from 'vitest';
import { triedComponent, triedHub, triedWords } from './tried-on.js';

const hubs = ['shop', 'bank', 'shop-eu', 'hubscope'].map((name) => ({ name }));
const component = (key: string, throughput: number | null) => ({ key, values: { throughput } });
const components = [component('agent:a', 2), component('agent:b', 9), component('tool:a', null)];

describe('the hub that a rule is tried on', () => {
  it.each([
    ['', 'bank', { name: 'bank', of: 3 }],
    ['', 'hubscope', { name: 'shop', of: 3 }],
    ['shop*', 'bank', { name: 'shop', of: 2 }],
    ['shop*', 'shop-eu', { name: 'shop-eu', of: 2 }],
    ['hubscope', 'shop', { name: 'hubscope', of: 1 }],
    ['mill', 'shop', null],
  ])('for %j with %s on screen', (glob, onScreen, tried) => {
    expect(triedHub(glob, hubs, onScreen)).toEqual(tried);
  });
});

describe('the component that a rule is tried on', () => {
  it.each([
    ['agent:*', { name: 'agent:b', of: 2 }],
    // A part of a name is not the name.
    ['b', { name: 'b', of: 1 }],
    ['*a', { name: 'agent:a', of: 2 }],
    ['model:*', null],
    ['model:idle', { name: 'model:idle', of: 1 }],
  ])('%s', (glob, tried) => {
    expect(triedComponent(glob, components)).toEqual(tried);
  });
});

it.each([
  [1, null, 'On shop'],
  [3, null, 'On shop, one of three hubs'],
  [1, { name: 'agent:b', of: 2 }, 'On shop · agent:b, the busiest of two'],
])('it is said: %s', (of, tried, words) => {
  expect(triedWords({ name: 'shop', of }, tried)).toBe(words);
});
