/** From the end of an operation to its second on the chart, and from a tick to its paint: `--seconds N` (60). */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openBrowser, openPage } from './harness/browser.js';
import { pause } from './harness/eventually.js';
import { quantile, report } from './harness/report.js';
import { serve } from './harness/server.js';
import { countOf } from './clients/count-of.js';
import { countedHub } from './clients/counted-hub.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const hub = 'counted';
/** Left out: the glide learns how late seconds come, s. */
const settleSeconds = 15;

/** What is noted inside of the page: what the throughput chart's newest value was from when on, and each tick's way to paint. */
interface Noted {
  readonly shown: readonly (readonly [at: number, newest: number])[];
  readonly paints: readonly number[];
}

const server = await serve();
const client = countedHub(hub, server.otlp);
const ends: number[] = [];
createInterface({ input: client.stdout }).on('line', (line) => {
  ends.push(...(JSON.parse(line) as number[]));
});
const browser = await openBrowser();
try {
  const { page } = await openPage(browser, `${server.dashboard}?hub=${hub}`);
  await page.locator('[data-testid=page][data-stance=hub]').waitFor();
  await pause(settleSeconds * 1000);
  await page.evaluate(() => {
    const shown: [number, number][] = [];
    const paints: number[] = [];
    const plot = document.querySelector('[data-testid=chart-throughput] [role=img]');
    if (plot === null) throw new Error('no chart of throughput');
    const note = (): void => {
      const newest = Number(/newest ([\d.]+)/.exec(plot.getAttribute('aria-label') ?? '')?.[1] ?? NaN);
      if (shown.at(-1)?.[1] === newest) return;
      // A message posted inside a frame is delivered after that frame has been painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          shown.push([performance.timeOrigin + performance.now(), newest]);
        };
        port2.postMessage(null);
      });
    };
    new MutationObserver(note).observe(plot, { attributes: true, attributeFilter: ['aria-label'] });
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'tick-to-paint') paints.push(duration);
    }).observe({ type: 'measure' });
    Object.assign(window, { noted: { shown, paints } });
  });
  await pause(Number(values.seconds) * 1000);
  const { shown, paints } = await page.evaluate(() => (window as unknown as { noted: Noted }).noted);
  client.stdin.end();

  // The newest second with that many operations is the one that was shown.
  const shownAt = new Map<number, number>();
  for (const [at, newest] of shown) {
    let second = Math.floor(at / 1000);
    while (countOf(second) !== newest && second > at / 1000 - 30) second -= 1;
    if (countOf(second) === newest && !shownAt.has(second)) shownAt.set(second, at);
  }
  const ages = ends.flatMap((end) => {
    const at = shownAt.get(Math.floor(end / 1000));
    return at === undefined ? [] : [(at - end) / 1000];
  });
  report('freshness', [
    {
      name: 'age_median_s',
      title: 'operation to chart, median',
      value: quantile(ages, 0.5),
      unit: 's',
      under: 1.2,
    },
    {
      name: 'age_p95_s',
      title: 'operation to chart, P95',
      value: quantile(ages, 0.95),
      unit: 's',
      under: 1.8,
    },
    { name: 'paint_median_ms', title: 'tick to paint, median', value: quantile(paints, 0.5), unit: 'ms' },
    {
      name: 'paint_p95_ms',
      title: 'tick to paint, P95',
      value: quantile(paints, 0.95),
      unit: 'ms',
      under: 50,
    },
    { name: 'seconds', title: 'seconds seen on the chart', value: shownAt.size, unit: '' },
    { name: 'operations', title: 'operations followed', value: ages.length, unit: '' },
  ]);
} finally {
  await browser.close();
  client.kill();
  await server.process.stop();
}
