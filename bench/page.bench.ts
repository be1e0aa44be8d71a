/** The first view of a hub's page: JavaScript that it loads, and when it answers: `--runs N` (7). */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { countedHub } from './clients/counted-hub.js';
import { openBrowser } from './harness/browser.js';
import { quantile, report } from './harness/report.js';
import { serve, type Served } from './harness/server.js';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' } } });

interface FirstView {
  /** Bytes on the wire, bodies only: of scripts, and of everything. */
  readonly scriptBytes: number;
  readonly allBytes: number;
  /** Bytes of scripts as the browser runs them. */
  readonly unpackedBytes: number;
  /** The same, each gzipped: what a client gets that takes nothing better. */
  readonly gzippedBytes: number;
  readonly scripts: number;
  /** ms from the start of the navigation. */
  readonly firstPaint: number;
  readonly interactive: number;
}

/** Loads the page in a browser context that has nothing cached. */
async function firstView(browser: Browser, { dashboard }: Served): Promise<FirstView> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  const urls = new Set<string>();
  const scripts = new Map<string, { head: number; isScript: boolean }>();
  const bytes = { script: 0, all: 0, unpacked: 0, scripts: 0 };
  network.on('Network.responseReceived', ({ requestId, type, response }) => {
    scripts.set(requestId, { head: response.encodedDataLength, isScript: type === 'Script' });
    if (type === 'Script') urls.add(response.url);
  });
  network.on('Network.dataReceived', ({ requestId, dataLength }) => {
    if (scripts.get(requestId)?.isScript === true) bytes.unpacked += dataLength;
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const known = scripts.get(requestId);
    if (known === undefined) return;
    const body = encodedDataLength - known.head;
    bytes.all += body;
    if (!known.isScript) return;
    bytes.script += body;
    bytes.scripts += 1;
  });
  // Interactive: the hub is on screen, its buttons answer, and no task of 50 ms or more that began before is still running.
  await page.addInitScript(() => {
    const tasks: [from: number, to: number][] = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, startTime + duration]);
    }).observe({ type: 'longtask', buffered: true });
    const look = (): void => {
      const there = document.querySelector(
        '[data-testid=page][data-stance=hub] [data-testid=card-throughput]',
      );
      if (there === null) requestAnimationFrame(look);
      else Object.assign(window, { seen: { at: performance.now(), tasks } });
    };
    requestAnimationFrame(look);
  });
  await page.goto(dashboard);
  await page.waitForFunction(() => 'seen' in window);
  await page.waitForLoadState('networkidle');
  // The page answers: its switcher opens.
  await page.getByTestId('hub-switcher').click();
  await page.locator('#hub-list a').first().waitFor();
  const times = await page.evaluate(() => {
    const { at, tasks } = (window as unknown as { seen: { at: number; tasks: [number, number][] } }).seen;
    const busyUntil = Math.max(0, ...tasks.filter(([from]) => from <= at).map(([, to]) => to));
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
    return { firstPaint: paint, interactive: Math.max(at, busyUntil) };
  });
  await context.close();
  let gzippedBytes = 0;
  for (const url of urls) {
    const script = await (await fetch(url)).arrayBuffer();
    gzippedBytes += gzipSync(Buffer.from(script), { level: 9 }).length;
  }
  return {
    gzippedBytes,
    scriptBytes: bytes.script,
    allBytes: bytes.all,
    unpackedBytes: bytes.unpacked,
    scripts: bytes.scripts,
    ...times,
  };
}

/** First views of a server's page, in a browser that is warm. */
async function views(server: Served): Promise<FirstView[]> {
  const seen: FirstView[] = [];
  // The first one warms the browser itself, and is left out.
  for (let run = 0; run <= Number(values.runs); run += 1) seen.push(await firstView(browser, server));
  return seen.slice(1);
}

const browser = await openBrowser();
try {
  const server = await serve();
  const client = countedHub('counted', server.otlp);
  client.stdout.resume();
  const alone = await views(server);
  const ended = once(client, 'exit');
  client.stdin.end();
  await ended;
  await server.process.stop();
  // The sample hub takes 0.4 of a core of the same machine.
  const demo = await serve({ args: ['serve', '--demo'] });
  await demo.process.line(/^sample hub\s+switches at/);
  const beside = await views(demo);
  await demo.process.stop();
  const kb = (read: (view: FirstView) => number): number | null =>
    quantile(
      [...alone, ...beside].map((view) => read(view) / 1000),
      1,
    );
  const ms = (of: readonly FirstView[], read: (view: FirstView) => number, share: number): number | null =>
    quantile(of.map(read), share);
  report('page', [
    {
      name: 'script_kb',
      title: 'JavaScript, as sent',
      value: kb(({ scriptBytes }) => scriptBytes),
      unit: 'kB',
    },
    {
      name: 'gzipped_kb',
      title: 'JavaScript, gzipped',
      value: kb(({ gzippedBytes }) => gzippedBytes),
      unit: 'kB',
      under: 200,
    },
    {
      name: 'unpacked_kb',
      title: 'JavaScript, unpacked',
      value: kb(({ unpackedBytes }) => unpackedBytes),
      unit: 'kB',
    },
    { name: 'all_kb', title: 'everything, as sent', value: kb(({ allBytes }) => allBytes), unit: 'kB' },
    { name: 'scripts', title: 'scripts', value: kb(({ scripts }) => 1000 * scripts), unit: '' },
    {
      name: 'paint_ms',
      title: 'first contentful paint, median',
      value: ms(alone, ({ firstPaint }) => firstPaint, 0.5),
      unit: 'ms',
    },
    {
      name: 'interactive_median_ms',
      title: 'interactive, median',
      value: ms(alone, ({ interactive }) => interactive, 0.5),
      unit: 'ms',
      under: 1000,
    },
    {
      name: 'interactive_max_ms',
      title: 'interactive, longest',
      value: ms(alone, ({ interactive }) => interactive, 1),
      unit: 'ms',
    },
    {
      name: 'beside_sample_median_ms',
      title: 'interactive beside the sample hub, median',
      value: ms(beside, ({ interactive }) => interactive, 0.5),
      unit: 'ms',
    },
    {
      name: 'beside_sample_max_ms',
      title: 'interactive beside the sample hub, longest',
      value: ms(beside, ({ interactive }) => interactive, 1),
      unit: 'ms',
    },
  ]);
} finally {
  await browser.close();
}
