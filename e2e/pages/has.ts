import type { Page } from 'playwright-core';
import { eventually } from '../../bench/harness/eventually.js';

/** Waits until the element that a test id names has an attribute of this value. */
export async function has(
  page: Page,
  testId: string,
  attribute: string,
  value: string,
  withinMs = 15_000,
): Promise<void> {
  await eventually({ what: `${testId} with ${attribute}=${value}`, withinMs }, async () => {
    const found = await page.getByTestId(testId).first().getAttribute(attribute, { timeout: 1000 });
    return found === value ? true : null;
  });
}
