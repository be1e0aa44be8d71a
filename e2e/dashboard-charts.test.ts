import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { fed } from './clients/fed.js';
import { barriers } from './pages/axe.js';
import { working } from './pages/cards.js';

const house = fed({ hub: 'charted', agents: ['planner', 'writer'] });

function open(query = ''): Promise<{ page: Page; faults: string[] }> {
  return openPage(house.browser, `${house.server.dashboard}?hub=charted${query}`, {
    viewport: { width: 1440, height: 900 },
  });
}

/** What the legend of a chart says, as label and value, once each value is known. */
function legend(page: Page, signal: string): Promise<readonly (readonly [string, number])[]> {
  return eventually({ what: `a legend of ${signal}`, withinMs: 15_000 }, async () => {
    const said = await page
      .getByTestId(`chart-${signal}`)
      .first()
      .locator('.legend > span:has(b)')
      .evaluateAll((spans) =>
        spans.map((span): [string, string] => [
          span.firstChild?.nodeName === 'I' ? (span.childNodes[1]?.textContent ?? '') : span.textContent,
          span.querySelector('b')?.dataset['value'] ?? '',
        ]),
      );
    if (said.length === 0 || said.some(([, value]) => value === '')) return null;
    return said.map(([label, value]) => [label.trim(), Number(value)] as const);
  });
}

async function saved(page: Page, signal: string, what: 'png' | 'csv'): Promise<Buffer> {
  await page.getByTestId(`tools-${signal}`).click();
  const button = page.getByTestId(`save-chart-${what}`);
  await button.waitFor();
  const [download] = await Promise.all([
    new Promise<Download>((resolve) => page.once('download', resolve)),
    button.click(),
  ]);
  expect(download.suggestedFilename()).toBe(`charted-${signal}.${what}`);
  return readFileSync(await download.path());
}

describe('what a chart gives along', () => {
  it('is its values as CSV, second by second, and its picture as PNG', async () => {
    const { page, faults } = await open();
    await working(page);
    const [head = '', ...rows] = (await saved(page, 'throughput', 'csv')).toString().trim().split('\r\n');
    expect(head).toBe('time,throughput (ops/s)');
    const known = rows.map((row) => row.split(',')).filter(([, value]) => value !== '');
    expect(known.length).toBeGreaterThan(0);
    for (const [time = '', value] of known) {
      expect(new Date(time).toISOString()).toBe(time);
      expect(Number(value)).toBeGreaterThanOrEqual(0);
    }
    const png = await saved(page, 'latency', 'png');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // Twice the chart's own pixels, and a line below it that says of what and when it is.
    const box = await page.getByTestId('chart-latency').boundingBox();
    expect(png.readUInt32BE(16)).toBe(2 * Math.round(box?.width ?? 0));
    expect(png.readUInt32BE(20)).toBeGreaterThan(2 * (box?.height ?? 0));
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('a view of one’s own', () => {
  it('takes a pinned chart in, compares it, and a link carries it to another browser', async () => {
    const { page, faults } = await open();
    await working(page);
    await page.getByTestId('tools-latency').click();
    await page.getByRole('button', { name: 'Pin to my charts' }).click();
    await page.getByTestId('toast').waitFor();
    await page.keyboard.press('v');
    await page.getByTestId('board').waitFor();
    expect((await legend(page, 'latency.p95')).length).toBe(1);
    await page.getByTestId('add-chart').selectOption('busy');
    await page.getByTestId('tools-busy').click();
    await page.getByTestId('tool-list').getByLabel('Compare with').selectOption('agent:planner');
    await page.getByTestId('tools-busy').click();
    await page.getByTestId('tool-list').getByLabel('Compare with').selectOption('agent:writer');
    const labels = (await legend(page, 'busy')).map(([label]) => label);
    expect(labels).toEqual(['hub', 'planner', 'writer']);
    expect(await barriers(page)).toEqual([]);
    // Another browser keeps nothing of this one's; the address is all it gets.
    const shared =
      '&view=charts&chart=latency.p95&chart=busy~~agent:planner~agent:writer&chart=latency.p50~agent:planner~-1h';
    const other = await open(shared);
    expect((await legend(other.page, 'busy')).map(([label]) => label)).toEqual(labels);
    await other.page.getByTestId('chart-latency.p50').getByText('1 h before').waitFor();
    await other.page.getByTestId('keep-charts').click();
    await other.page.goto(`${house.server.dashboard}?hub=charted&view=charts&range=5m`);
    expect((await legend(other.page, 'busy')).map(([label]) => label)).toEqual(labels);
    expect([...faults, ...other.faults]).toEqual([]);
    for (const each of [page, other.page]) await each.context().close();
  });

  it('takes a chart out, and back', async () => {
    const { page, faults } = await open('&view=charts&chart=throughput&chart=memory');
    await legend(page, 'memory');
    await page.getByTestId('tools-memory').click();
    await page.getByRole('button', { name: 'Take it out' }).click();
    await page.getByTestId('chart-memory').waitFor({ state: 'detached' });
    await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
    await legend(page, 'memory');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('begins with what telemetry brings beyond the hub’s page, and says what it does not know', async () => {
    const { page, faults } = await open('&view=charts');
    await legend(page, 'busy');
    expect(await page.getByTestId('chart-tokens').count()).toBe(0);
    await page.goto(`${house.server.dashboard}?hub=charted&view=charts&chart=unheard_of`);
    await page.getByText('This server knows no signal unheard_of').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
