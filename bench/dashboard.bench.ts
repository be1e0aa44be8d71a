/** What the dashboard costs who looks at it: paint, shift, answers to hands, frames, CPU, heap and JavaScript; `--seconds N` (60) of live view. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { countedHub } from './clients/counted-hub.js';
import { openBareCanvases, type Box } from './dashboard/bare-canvases.js';
import { cpuShare } from './dashboard/browser-cpu.js';
import { dayOfCharts } from './dashboard/day.js';
import { heapOverAnHour } from './dashboard/hour.js';
import { everyScriptKb, loadedKb } from './dashboard/scripts.js';
import { notedBy, watch, type Noted } from './dashboard/watch.js';
import { openBrowser, tellHidden } from './harness/browser.js';
import { pause } from './harness/eventually.js';
import { quantile, report } from './harness/report.js';
import { serve, type Served } from './harness/server.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, views: { type: 'string', default: '7' } },
});
const seconds = Number(values.seconds);
const viewport = { width: 1440, height: 900 };

async function opened(browser: Browser, { dashboard }: Served, urls?: Set<string>): Promise<Page> {
  const page = await browser.newPage({ viewport });
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') urls?.add(response.url());
  });
  await watch(page);
  await page.goto(dashboard);
  await page.locator('[data-testid=card-throughput][data-value]:not([data-value=""])').waitFor();
  await page.getByTestId('component-row').first().waitFor();
  return page;
}

/** First views with nothing kept, the first of which warms the browser and is left out. */
async function firstViews(browser: Browser, server: Served): Promise<{ noted: Noted[]; kb: number }> {
  const noted: Noted[] = [];
  const urls = new Set<string>();
  for (let view = 0; view <= Number(values.views); view += 1) {
    const page = await opened(browser, server, urls);
    await page.waitForLoadState('networkidle');
    if (view > 0) noted.push(await notedBy(page));
    await page.context().close();
  }
  return { noted, kb: await loadedKb(urls) };
}

/** What hands do, some rounds of it: each press waits for its answer. */
async function handle(page: Page): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('wri');
    await page.getByTestId('palette').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('hub-switcher').click();
    await page.locator('#hub-list a').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('health').click();
    await page.keyboard.press('Escape');
    for (const range of ['5 m', '1 h', 'Live']) {
      await page.getByTestId('ranges').getByRole('button', { name: range }).click();
      await page.keyboard.press('ArrowLeft');
    }
    await page.keyboard.press('?');
    await page.getByTestId('key-sheet').waitFor();
    await page.keyboard.press('Escape');
  }
}

/** Frames a second that the page has room for, over so many seconds. */
async function framesASecond(page: Page, over: number): Promise<number> {
  return page.evaluate(
    (ms) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        let frames = 0;
        const frame = (now: number): void => {
          frames += 1;
          if (now - began < ms) requestAnimationFrame(frame);
          else resolve((1000 * frames) / (now - began));
        };
        requestAnimationFrame(frame);
      }),
    over * 1000,
  );
}

async function boxesOf(page: Page): Promise<Box[]> {
  const windows = await page.locator('.chart .window').all();
  const boxes = await Promise.all(windows.map((each) => each.boundingBox()));
  return boxes.filter((box) => box !== null);
}

const server = await serve();
const client = countedHub('counted', server.otlp);
client.stdout.resume();
const browser = await openBrowser();
try {
  const first = await firstViews(browser, server);
  const page = await opened(browser, server);
  await pause(5000);
  const began = await page.evaluate(() => performance.now());
  const glidingCpu = await cpuShare(browser, seconds);
  const live = await notedBy(page);
  const longTasks = live.longTasks.filter(({ at }) => at >= began);
  const frames = await framesASecond(page, Math.min(10, seconds));
  const boxes = await boxesOf(page);
  await handle(page);
  const { interactions } = await notedBy(page);
  await tellHidden(page, true);
  await pause(1000);
  const hiddenCpu = await cpuShare(browser, Math.min(30, seconds));
  await page.context().close();
  const bare = await openBareCanvases(browser, boxes);
  await pause(2000);
  const bareCpu = await cpuShare(browser, seconds);
  await bare.context().close();
  const day = await dayOfCharts(browser);
  const heap = await heapOverAnHour(browser);
  const paints = first.noted.flatMap(({ largestPaint }) => (largestPaint === null ? [] : [largestPaint]));
  const shift = Math.max(live.layoutShift, ...first.noted.map(({ layoutShift }) => layoutShift));
  const paint = quantile(paints, 1);
  const answer = quantile(interactions, 0.95);
  report('dashboard', [
    { name: 'largest_paint_ms', title: 'largest paint, longest', value: paint, unit: 'ms', under: 1000 },
    { name: 'layout_shift', title: 'layout shift, most', value: shift, unit: '', under: 0.02 },
    { name: 'interaction_p95_ms', title: 'interaction, P95', value: answer, unit: 'ms', under: 100 },
    { name: 'interactions', title: 'interactions of 16 ms and more', value: interactions.length, unit: '' },
    {
      name: 'long_tasks',
      title: `tasks over 50 ms in ${String(seconds)} s of live view`,
      value: longTasks.length,
      unit: '',
      under: 1,
    },
    { name: 'frames', title: 'frames while charts glide', value: frames, unit: '/s', over: 55 },
    { name: 'gliding_cpu', title: 'CPU while charts glide', value: glidingCpu, unit: '% of a core' },
    {
      name: 'bare_cpu',
      title: `CPU of ${String(boxes.length)} bare gliding canvases`,
      value: bareCpu,
      unit: '% of a core',
    },
    {
      name: 'cpu_times_bare',
      title: 'CPU against them',
      value: bareCpu > 0 ? glidingCpu / bareCpu : null,
      unit: '×',
      under: 1.5,
    },
    {
      name: 'hidden_cpu',
      title: 'CPU of a tab that is told that it is hidden',
      value: hiddenCpu,
      unit: '% of a core',
      under: 3,
    },
    { name: 'day_ms', title: '24 h × 12 charts, three pages of four', value: day, unit: 'ms', under: 300 },
    {
      name: 'heap_change',
      title: 'heap over an hour, ten minutes in',
      value: Math.abs(heap.all),
      unit: '% changed',
      under: 5,
    },
    {
      name: 'heap_change_without_code',
      title: '… without the code that V8 compiled',
      value: Math.abs(heap.withoutCode),
      unit: '% changed',
    },
    {
      name: 'first_kb',
      title: 'JavaScript of the first view, gzipped',
      value: first.kb,
      unit: 'kB',
      under: 200,
    },
    {
      name: 'every_kb',
      title: 'JavaScript of all pages, gzipped',
      value: everyScriptKb(),
      unit: 'kB',
      under: 330,
    },
  ]);
} finally {
  await browser.close();
  const ended = once(client, 'exit');
  client.stdin.end();
  await ended;
  await server.process.stop();
}
