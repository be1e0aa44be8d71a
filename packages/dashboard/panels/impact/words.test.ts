import { describe, expect, it } from 'vitest';
import { impactOf, impactSignalOf } from '../../testing/impact.js';
import {
  asMarkdown,
  comparedWords,
  explained,
  moreWords,
  overallPhrase,
  rowFigure,
  sorted,
} from '@hubscope/core/live';

describe('a row of the impact', () => {
  it('says the change where it is known, and the time still needed where it is not', () => {
    expect(rowFigure(impactSignalOf('memory', { change: 0.301, verdict: 'improved' }))).toBe('+30.1\u2009%');
    expect(rowFigure(impactSignalOf('ttft', { verdict: 'unknown', seconds_more: 170 }))).toBe('3\u2009min');
    expect(rowFigure(impactSignalOf('ttft', { verdict: 'unknown', seconds_more: null }))).toBe('—');
  });

  it('never says a change that merely follows demand as if it were proven', () => {
    const load = {
      kind: 'demand',
      before: null,
      after: null,
      compared_before: 0,
      compared_after: 0,
    } as const;
    expect(rowFigure(impactSignalOf('throughput', { change: 0.8, verdict: 'unknown', load }))).toBe('demand');
  });

  it('opened, says interval, time still needed and target in words', () => {
    const words = explained(
      impactSignalOf('latency.p95', {
        change: 0.1,
        low: -0.02,
        high: 0.22,
        verdict: 'unknown',
        seconds_more: 45,
        target: { change: 0.2, state: 'unknown' },
      }),
    ).join(' ');
    expect(words).toContain('between −2.0\u2009% and +22.0\u2009%');
    expect(words).toContain('about 50\u2009s more');
    expect(words).toContain('Target +20.0\u2009%: not yet known.');
  });
});

describe('the rows', () => {
  it('keep a fixed order, and never hide what is proven worse', () => {
    const { first, others } = sorted([
      impactSignalOf('latency.p99', { verdict: 'regressed' }),
      impactSignalOf('latency', { verdict: 'improved' }),
      impactSignalOf('memory'),
      impactSignalOf('throughput'),
    ]);
    expect(first.map(({ signal }) => signal)).toEqual(['throughput', 'memory', 'latency.p99']);
    expect(others.map(({ signal }) => signal)).toEqual(['latency']);
  });
});

describe('the impact as a whole', () => {
  it.each([
    ['improved', null, 'Better overall'],
    ['regressed', null, 'Worse overall'],
    ['same', null, 'The same within 1 %'],
    ['mixed', null, 'Mixed: some better, some worse'],
    ['unknown', 130, 'Not yet known, about 3\u2009min more'],
    ['unknown', null, 'Not yet known'],
  ] as const)('%s', (overall_verdict, overall_seconds_more, words) => {
    expect(overallPhrase(impactOf({ overall_verdict, overall_seconds_more }))).toBe(words);
  });

  it('says what is compared with what', () => {
    expect(comparedWords(impactOf({ since: 1_000_000 }), 1_000_000 + 720_000)).toBe(
      'since v1.8.2, 12 min ago · against “before cache”',
    );
  });

  it('goes into a pull request as a table that names can’t break', () => {
    const text = asMarkdown(impactOf({ signals: [impactSignalOf('x', { title: 'a|b' })] }), 'http://x/');
    expect(text).toContain('| a\\|b |');
  });

  it.each([
    [4, '10\u2009s'],
    [59, '60\u2009s'],
    [61, '2\u2009min'],
    [7200, '2\u2009h'],
  ])('%i s more is %s', (seconds, words) => {
    expect(moreWords(seconds)).toBe(words);
  });
});
