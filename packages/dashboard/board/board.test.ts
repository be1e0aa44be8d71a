import { describe, expect, it } from 'vitest';
import { keptOf } from './kept.js';
import { linesOf, wantedOf } from './lines.js';
import { firstPinned, lineName, ofHub, specOf, titleOf } from './specs.js';

const signals = [
  {
    name: 'latency',
    title: 'Latency',
    unit: 'ms',
    better: 'lower',
    fold: 'distribution',
    decimals: 1,
    wire_name: null,
  },
  {
    name: 'tokens',
    title: 'Tokens',
    unit: 'tokens/s',
    better: 'higher',
    fold: 'sum',
    decimals: 0,
    wire_name: null,
  },
] as const;
const compared = { column: 'latency.p95', of: ['agent:a', 'agent:b'], before: 0 };

const labels = (spec: ReturnType<typeof specOf>) =>
  spec?.legend.map((entry) => (entry.of === 'column' ? entry.label : null));

describe('a view of one’s own', () => {
  it('asks each source once for all of its charts', () => {
    const charts = [
      ofHub('tokens'),
      { ...ofHub('latency.p95'), before: 3600 },
      compared,
      { ...compared, column: 'busy' },
    ];
    expect(wantedOf(charts)).toEqual([
      { component: null, before: 0, columns: ['tokens', 'latency.p95'] },
      { component: null, before: 3600, columns: ['latency.p95'] },
      { component: 'agent:a', before: 0, columns: ['latency.p95', 'busy'] },
      { component: 'agent:b', before: 0, columns: ['latency.p95', 'busy'] },
    ]);
  });

  it('lays what was before under what is, at the same places, and leaves a gap where nothing is known', () => {
    const chart = { ...ofHub('tokens'), before: 3600 };
    const history = (from: number, values: (number | null)[]) => ({
      from,
      step: 10,
      length: values.length,
      columns: { tokens: values },
    });
    const lines = linesOf(
      chart,
      [
        { source: { component: null, before: 0 }, history: history(7200, [1, 2, null]) },
        { source: { component: null, before: 3600 }, history: history(3610, [8, 9]) },
      ],
      { from: 7200, step: 10, length: 3 },
    );
    expect(lines.columns).toEqual({
      [lineName('tokens', { component: null, before: 0 })]: [1, 2, null],
      [lineName('tokens', { component: null, before: 3600 })]: [null, 8, 9],
    });
  });

  it('tells lines apart by hue and ink, and what was before by dashes', () => {
    const spec = specOf({ ...compared, before: 86_400 }, signals);
    expect(spec?.lines.map(({ inInk, dashed }) => [inInk, dashed])).toEqual([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]);
    expect(labels(spec)).toEqual(['a', 'b', 'a, 24 h before', 'b, 24 h before']);
    expect(spec?.hue).toBe('latency');
    const alike = specOf({ ...compared, of: ['agent:search', 'tool:search'] }, signals);
    expect(labels(alike)).toEqual(['agent search', 'tool search']);
  });

  it('names a column as a person does', () => {
    expect(titleOf('latency.p95', signals)).toBe('Latency P95');
    expect(titleOf('tokens', signals)).toBe('Tokens');
    expect(titleOf('unheard_of', signals)).toBe('unheard_of');
  });

  it('begins with what telemetry brings', () => {
    expect(firstPinned((column) => ['cost', 'busy'].includes(column))).toEqual([
      ofHub('cost'),
      ofHub('busy'),
    ]);
  });

  it('is kept as text; what is none is left out', () => {
    expect(keptOf(null)).toBeNull();
    expect(keptOf('')).toEqual([]);
    expect(keptOf('tokens\n<x>\nbusy')).toEqual([ofHub('tokens'), ofHub('busy')]);
  });
});
