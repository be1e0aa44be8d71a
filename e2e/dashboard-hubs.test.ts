import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { post, span, traces, type Json } from './doors/otlp.js';

const many = 200;

let browser: Browser;
let server: Served;

beforeAll(async () => {
  browser = await openBrowser();
  server = await serve({ env: { HUBSCOPE_MAX_HUBS: '250' } });
});

afterAll(async () => {
  await server.process.stop();
  await browser.close();
});

it('all hubs: of two hundred, those in sight are drawn and asked for, the rest when they come into sight', async () => {
  const now = Date.now();
  const resourceSpans = Array.from({ length: many }, (_, each) => {
    const request = traces(`hub-${String(each).padStart(3, '0')}`, [span(now)]);
    return (request['resourceSpans'] as Json[])[0];
  });
  await post(server, '/v1/traces', { resourceSpans });
  const { page, faults } = await openPage(browser, 'about:blank', { viewport: { width: 1440, height: 900 } });
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/history')) asked += 1;
  });
  await page.goto(`${server.dashboard}?view=hubs`);
  const tiles = page.getByTestId('tile');
  await eventually({ what: 'a tile a hub, and one for the server’s own', withinMs: 60_000 }, async () =>
    (await tiles.count()) > many ? true : null,
  );
  const drawn = (): Promise<number> => page.locator('.tile-signals:has(.sparkline)').count();
  const first = await eventually({ what: 'tiles that are drawn', withinMs: 10_000 }, async () =>
    (await drawn()) > 0 ? drawn() : null,
  );
  // Five or six rows of four, and what stands at their edges.
  expect(first).toBeLessThan(50);
  expect(asked).toBeLessThan(50);
  await page.locator('.tile').last().scrollIntoViewIfNeeded();
  const where = async (): Promise<number | undefined> => (await page.locator('.tiles').boundingBox())?.y;
  await page.locator('.tile').last().locator('.sparkline').first().waitFor();
  await eventually({ what: 'the first ones are let go of', withinMs: 5000 }, async () =>
    (await page.locator('.tile').first().locator('.sparkline').count()) === 0 ? true : null,
  );
  expect(await drawn()).toBeLessThan(50);
  // They all fall silent and are sorted anew: what is looked at goes nowhere.
  const before = await where();
  await eventually({ what: 'all are silent', withinMs: 30_000 }, async () =>
    (await page.locator('.tile[data-trouble=silent]').count()) >= many ? true : null,
  );
  expect(await where()).toBe(before);
  expect(await page.locator('.tile').last().locator('.sparkline').count()).toBe(4);
  // What is out of sight can be sought all the same.
  await page.getByRole('searchbox').fill('hub-007');
  await eventually({ what: 'one tile', withinMs: 5000 }, async () =>
    (await tiles.count()) === 1 ? true : null,
  );
  expect(faults).toEqual([]);
  await page.context().close();
});
