import type { Browser, Page } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { startFed } from './fed.js';

/** Shorter than the silence that the page takes for a server that answers no more. */
const stepSeconds = 5;
const hourSeconds = 3600;
/** What the page keeps fills by then: its minute and a half of seconds. */
const settledSeconds = 300;

/** Bytes of JavaScript objects in use, rubbish taken away. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Counts the seconds that come to a page from now on. */
function countTicks(page: Page): () => number {
  let ticks = 0;
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"type":"tick"')) ticks += 1;
    });
  });
  return () => ticks;
}

/** How much the heap changes over an hour of live view, percent of what it was five minutes in; the page's and the feeder's clocks run faster. */
export async function heapOverAnHour(browser: Browser): Promise<number> {
  // Past the half of a second, when the second before has closed: each step then brings as many as it is long.
  const start = Math.floor(Date.now() / 1000) * 1000 + 600;
  let now = start;
  const fed = await startFed({ now: () => now });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const ticks = countTicks(page);
  try {
    await page.clock.install({ time: start - hourSeconds });
    await page.clock.pauseAt(start);
    await page.goto(`${fed.url}/dashboard`);
    await page.clock.runFor(1000);
    await page.getByTestId('card-throughput').waitFor();
    let settled: number | null = null;
    for (let passed = 0; passed < hourSeconds; passed += stepSeconds) {
      now += stepSeconds * 1000;
      const due = passed + stepSeconds;
      await eventually({ what: 'these seconds', withinMs: 5000 }, () => (ticks() >= due ? true : null));
      await page.clock.runFor(stepSeconds * 1000);
      if (due === settledSeconds) settled = await heapOf(page);
    }
    return 100 * ((await heapOf(page)) / (settled ?? NaN) - 1);
  } finally {
    await page.context().close();
    fed.close();
  }
}
