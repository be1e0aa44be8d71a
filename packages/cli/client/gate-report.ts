import type { ImpactView } from '@hubscope/core/wire';
import { markdown, plain } from './compare.js';
import type { Outcome } from './gate-conditions.js';

export interface Report {
  readonly passed: boolean;
  readonly hub: string;
  readonly baseline: string | null;
  readonly since: number | null;
  readonly conditions: readonly Outcome[];
  readonly impact: ImpactView;
}

const marks = { passed: '✓', failed: '✗', open: '?' } as const;

/** Characters that XML gives a meaning to, and those that it can't hold. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** One test a condition: failed ones as failures, open ones as skipped. */
function junit({ conditions, hub }: Report): string {
  const count = (state: Outcome['state']): string =>
    String(conditions.filter((each) => each.state === state).length);
  const cases = conditions.map(({ state, words, condition }) => {
    const name = xml(`${condition.signal} ${condition.kind}`);
    const open = `  <testcase classname="hubscope.${xml(hub)}" name="${name}">`;
    const inside = {
      passed: '',
      failed: `<failure message="${xml(words)}"/>`,
      open: `<skipped message="${xml(words)}"/>`,
    }[state];
    return `${open}${inside}</testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="hubscope gate" tests="${String(conditions.length)}" failures="${count('failed')}" skipped="${count('open')}">`,
    ...cases,
    '</testsuite>',
  ].join('\n');
}

const verdict = ({ passed }: Report): string => (passed ? 'The gate passes.' : 'The gate fails.');

export const formats = {
  text: (report: Report): string =>
    [
      ...report.conditions.map(({ state, words }) => `${marks[state]} ${words}`),
      '',
      plain(report.impact),
      '',
      verdict(report),
    ].join('\n'),
  markdown: (report: Report): string =>
    [
      `### ${verdict(report)}`,
      '',
      ...report.conditions.map(({ state, words }) => `- ${marks[state]} ${words}`),
      '',
      markdown(report.impact),
    ].join('\n'),
  json: (report: Report): string => JSON.stringify(report, null, 2),
  junit,
} as const;

export type Format = keyof typeof formats;

/** Lines that GitHub Actions shows beside the run: each failed condition as an error, each open one as a warning. */
export function annotations({ conditions }: Report): string[] {
  // Source: "Workflow commands for GitHub Actions", which escapes %, CR and LF.
  const data = (text: string): string =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return conditions.flatMap(({ state, words }) => {
    if (state === 'passed') return [];
    return [`::${state === 'failed' ? 'error' : 'warning'} title=hubscope gate::${data(words)}`];
  });
}
