import type { ImpactView } from '@hubscope/core/wire';
import { markdown, plain } from './compare.js';
import { holds, type Outcome } from './gate-conditions.js';

export interface Report {
  readonly passed: boolean;
  /** Whether what is not known fails. */
  readonly strict: boolean;
  readonly hub: string;
  readonly baseline: string | null;
  readonly since: number | null;
  /** How many signals are asked for: each is held to so much less of the chance of error, so that all intervals hold together. */
  readonly comparisons: number;
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

/** One test a condition: those that the gate fails for as failures, open ones that it lets pass as skipped. */
function junit({ conditions, hub, strict }: Report): string {
  const failing = conditions.filter((each) => !holds(each, strict));
  const skipped = conditions.filter((each) => each.state === 'open' && holds(each, strict));
  const cases = conditions.map((outcome) => {
    const { words, condition } = outcome;
    const name = xml(`${condition.signal} ${condition.kind}`);
    const open = `  <testcase classname="hubscope.${xml(hub)}" name="${name}">`;
    const said = failing.includes(outcome) ? 'failure' : skipped.includes(outcome) ? 'skipped' : null;
    return `${open}${said === null ? '' : `<${said} message="${xml(words)}"/>`}</testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="hubscope gate" tests="${String(conditions.length)}" failures="${String(failing.length)}" skipped="${String(skipped.length)}">`,
    ...cases,
    '</testsuite>',
  ].join('\n');
}

/** How the chance of error is shared; nothing where it is not. */
function shared({ comparisons }: Report): string[] {
  if (comparisons === 1) return [];
  const words = `Each of ${String(comparisons)} signals is held to 5 % ÷ ${String(comparisons)}, so that all intervals hold together in 95 % of gates.`;
  return [words, ''];
}

const verdict = ({ passed }: Report): string => (passed ? 'The gate passes.' : 'The gate fails.');

export const formats = {
  text: (report: Report): string =>
    [
      ...report.conditions.map(({ state, words }) => `${marks[state]} ${words}`),
      '',
      ...shared(report),
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
      ...shared(report),
      markdown(report.impact),
    ].join('\n'),
  json: (report: Report): string => JSON.stringify(report, null, 2),
  junit,
} as const;

export type Format = keyof typeof formats;

/** Lines that GitHub Actions shows beside the run: what the gate fails for as errors, open conditions that it lets pass as warnings. */
export function annotations({ conditions, strict }: Report): string[] {
  // Source: "Workflow commands for GitHub Actions", which escapes %, CR and LF.
  const data = (text: string): string =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return conditions.flatMap((outcome) => {
    if (outcome.state === 'passed') return [];
    return [`::${holds(outcome, strict) ? 'warning' : 'error'} title=hubscope gate::${data(outcome.words)}`];
  });
}
