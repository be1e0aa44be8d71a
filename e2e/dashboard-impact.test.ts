import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { has } from './pages/has.js';

let browser: Browser;
let server: Served;
let feeder: Feeder;

beforeAll(async () => {
  browser = await openBrowser();
  server = await serve();
  feeder = new Feeder(server, { hub: 'changing' });
});

afterAll(async () => {
  await feeder.stop();
  await server.process.stop();
  await browser.close();
});

async function send(method: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${server.api}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
}

async function rowFigure(page: Page, signal: string): Promise<string> {
  return (await page.getByTestId(`impact-${signal}`).locator('.figure').textContent({ timeout: 1000 })) ?? '';
}

describe('the impact panel', () => {
  it('asks for a baseline, compares once there is one, and says what it stands on', async () => {
    const { page, faults } = await openPage(browser, `${server.dashboard}?hub=changing`, {
      viewport: { width: 1440, height: 900 },
    });
    await has(page, 'impact', 'data-state', 'none');
    // Too short to promise anything: the button says how long it takes.
    expect(await page.getByTestId('new-baseline').isDisabled()).toBe(true);
    const now = Math.floor(Date.now() / 1000) * 1000;
    await eventually({ what: 'a quarter of a minute is known', withinMs: 30_000 }, () =>
      Promise.resolve(Date.now() - now > 15_000 ? true : null),
    );
    await send('POST', '/baselines', { hub: 'changing', name: '<b>before</b>', from: now, to: now + 12_000 });
    await page.keyboard.press('m');
    await page.keyboard.type('cache on');
    await page.getByLabel('by %').fill('20');
    await page.keyboard.press('Enter');
    await page.locator('.marker span').filter({ hasText: 'cache on' }).first().waitFor();
    // So short a baseline is not compared unasked.
    await send('PUT', '/hubs/changing/comparison', { baseline: '<b>before</b>' });
    await has(page, 'impact-overall', 'data-verdict', 'unknown', 20_000);
    expect(await page.getByTestId('against').textContent()).toContain('“<b>before</b>”');
    const throughput = page.getByTestId('impact-throughput');
    await throughput.waitFor();
    expect(await rowFigure(page, 'throughput')).not.toMatch(/%/);
    await throughput.getByRole('button').click();
    await throughput.locator('.before-after').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
