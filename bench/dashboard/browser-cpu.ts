import type { Browser } from 'playwright-core';
import { pause } from '../harness/eventually.js';

/** CPU-seconds that all processes of a browser have used; one that has ended is not among them. */
async function cpuSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** The share of one core that a browser takes over so many seconds, in percent. */
export async function cpuShare(browser: Browser, seconds: number): Promise<number> {
  const [began, before] = [performance.now(), await cpuSeconds(browser)];
  await pause(seconds * 1000);
  const used = (await cpuSeconds(browser)) - before;
  return (100 * used) / ((performance.now() - began) / 1000);
}
