import type { Browser } from 'playwright-core';
import { openPage } from '../harness/browser.js';
import { serve } from '../harness/server.js';

export const emptyName = 'empty-light';

/** Takes the page of a server that no hub has reported to. @param keep writes it */
export async function takeEmpty(
  browser: Browser,
  keep: (name: string, shot: Buffer) => Promise<void>,
): Promise<void> {
  const server = await serve();
  try {
    const { page } = await openPage(browser, server.dashboard, {
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
    });
    await page.getByTestId('empty').waitFor();
    await page.waitForLoadState('networkidle');
    await keep(emptyName, await page.screenshot());
    await page.context().close();
  } finally {
    await server.process.stop();
  }
}
