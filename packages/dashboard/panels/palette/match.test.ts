import { describe, expect, it } from 'vitest';
import { fit, found, momentTyped, spanTyped, type Entry } from './match.js';

const entry = (kind: string, name: string): Entry => ({
  id: `${kind} ${name}`,
  kind,
  name,
  run: () => undefined,
});
const entries = [
  entry('hub', 'research-hub'),
  entry('agent', 'retriever'),
  entry('agent', 'planner'),
  entry('rule', 'High Latency'),
  entry('action', 'Mark a moment'),
];
const names = (typed: string): string[] => found(entries, typed).map(({ name }) => name);

describe('what the palette finds', () => {
  it('holds every word that was typed, in whatever order', () => {
    expect(names('lat hi')).toEqual(['High Latency']);
    expect(names('agent pl')).toEqual(['planner']);
    expect(names('nothing of this')).toEqual([]);
  });

  it('puts the start of a word before its inside', () => {
    expect(names('re')[0]).toBe('research-hub');
    expect(fit('retriever', 'ret') ?? 0).toBeGreaterThan(fit('interpret', 'ret') ?? 0);
  });

  it('lists what there is where nothing is typed', () => {
    expect(names(' ')).toHaveLength(entries.length);
  });
});

describe('times that are typed', () => {
  it.each([
    ['15m', 900],
    ['last 2 h', 7200],
    ['3d', 259_200],
    ['90 min', 5400],
    ['2 weeks', null],
    ['', null],
  ])('%s', (typed, span) => {
    expect(spanTyped(typed)).toBe(span);
  });

  it('a clock time is the newest that is over', () => {
    const now = new Date(2024, 4, 5, 12, 0, 0).getTime();
    expect(momentTyped('11:30', now)).toBe(now / 1000 - 1800);
    expect(momentTyped('13:00', now)).toBe(now / 1000 - 23 * 3600);
    expect(momentTyped('25:00', now)).toBeNull();
  });
});
