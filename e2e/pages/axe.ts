import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Checked by what WCAG 2.2 AA asks, and by what axe's authors hold to be good practice. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What keeps the page as it stands from being used by everybody: rule, element and reason; empty where nothing.
 * @param rules only these rules of axe; all that have one of the tags unless given
 */
export async function barriers(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  await settled(page);
  const runOnly =
    rules === null ? { type: 'tag' as const, values: tags } : { type: 'rule' as const, values: [...rules] };
  const { violations } = await page.evaluate<AxeResults, typeof runOnly>(
    (only) =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: only,
        resultTypes: ['violations'],
      }),
    runOnly,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const [, reason = ''] = failureSummary.split('\n');
      return `${id}: ${target.join(' ')}: ${reason.trim()}`;
    }),
  );
}

/** Until nothing is on its way to another look: half of a change has contrasts of its own. */
function settled(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    return Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
