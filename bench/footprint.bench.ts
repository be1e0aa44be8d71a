/** What the server itself costs beside the sample hub and one viewer: `--minutes N` (10). */
import { parseArgs } from 'node:util';
import { openBrowser, openPage } from './harness/browser.js';
import { costOf } from './harness/cost.js';
import { pause } from './harness/eventually.js';
import { mean, quantile, report } from './harness/report.js';
import { serve } from './harness/server.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
/** Left out: the server starts, and the sample hub with it, s. */
const settleSeconds = 10;

const server = await serve({ args: ['serve', '--demo'] });
const browser = await openBrowser();
try {
  await server.process.line(/^sample hub\s+switches at/);
  const { page, faults } = await openPage(browser, server.dashboard);
  await page.locator('[data-testid=page][data-stance=hub]').waitFor();
  await pause(settleSeconds * 1000);
  const memory: number[] = [];
  const begun = { at: performance.now(), ...costOf(server.process.pid) };
  while (performance.now() - begun.at < minutes * 60_000) {
    await pause(1000);
    memory.push(costOf(server.process.pid).rssMb);
  }
  const seconds = (performance.now() - begun.at) / 1000;
  const cpu = (100 * (costOf(server.process.pid).cpuSeconds - begun.cpuSeconds)) / seconds;
  if (faults.length > 0) throw new Error(faults.join('\n'));
  report('footprint', [
    {
      name: 'rss_max_mb',
      title: 'resident memory, highest',
      value: quantile(memory, 1),
      unit: 'MB',
      under: 120,
    },
    { name: 'rss_mean_mb', title: 'resident memory, mean', value: mean(memory), unit: 'MB' },
    { name: 'rss_last_mb', title: 'resident memory, at the end', value: memory.at(-1) ?? null, unit: 'MB' },
    { name: 'cpu_percent', title: 'CPU of one core, mean', value: cpu, unit: '%', under: 15 },
    { name: 'minutes', title: 'over', value: seconds / 60, unit: 'min' },
  ]);
} finally {
  await browser.close();
  await server.process.stop();
}
