import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { working } from './pages/cards.js';

let browser: Browser;
let server: Served;
let feeder: Feeder;

beforeAll(async () => {
  browser = await openBrowser();
  server = await serve();
  feeder = new Feeder(server, { hub: 'watched' });
});

afterAll(async () => {
  await feeder.stop();
  await server.process.stop();
  await browser.close();
});

async function open(query = ''): Promise<Page> {
  const { page } = await openPage(browser, `${server.dashboard}?hub=watched${query}`, {
    viewport: { width: 1440, height: 900 },
  });
  return page;
}

async function list<T>(path: string): Promise<readonly T[]> {
  return (await (await fetch(`${server.api}/api/v1${path}`)).json()) as readonly T[];
}

async function tell(method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
  const answer = await fetch(`${server.api}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
}

interface Named {
  readonly name: string;
}

/** Waits until a list of the API has just these. */
function until(path: string, names: readonly string[]): Promise<true> {
  return eventually({ what: `${path} has ${names.join()}`, withinMs: 15_000 }, async () => {
    const now = (await list<Named>(path)).map(({ name }) => name);
    return now.join() === names.join() ? true : null;
  });
}

const undo = (page: Page): Promise<void> =>
  page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();

describe('what was done is undone by one press', () => {
  it('a silence that was ended goes on, and the drawer says so', async () => {
    const page = await open();
    await working(page);
    const matcher = { hub: 'watched', rule: null, component: null, signal: null, severity: null };
    await tell('POST', '/silences', { matcher, duration: 3600, by: 'Ada', comment: 'Load test' });
    const [before] = await list<{ ends_at: number }>('/silences');
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Silences' }).click();
    const active = page.locator('[data-testid=silence][data-state=active]');
    await active.getByRole('button', { name: 'End' }).click();
    await active.waitFor({ state: 'detached' });
    await undo(page);
    await active.waitFor();
    expect(await active.textContent()).toContain('Load test');
    const now = await list<{ state: string; ends_at: number; by: string }>('/silences');
    expect(now.filter(({ state }) => state === 'active')).toMatchObject([
      { ends_at: before?.ends_at, by: 'Ada' },
    ]);
    await page.context().close();
  });

  it('a moment that was marked is marked no more, on the page and after a reload', async () => {
    const page = await open();
    await working(page);
    await page.keyboard.press('m');
    await page.getByLabel('What happens now?').fill('cache on');
    await page.keyboard.press('Enter');
    const line = page.locator('.marker', { hasText: 'cache on' });
    await line.first().waitFor();
    await undo(page);
    await line.first().waitFor({ state: 'detached' });
    await until('/markers?hub=watched', []);
    await page.reload();
    await working(page);
    expect(await line.count()).toBe(0);
    await page.context().close();
  });

  it('a baseline that was removed is back, and compared again', async () => {
    const page = await open();
    await working(page);
    const to = Date.now() - 2000;
    const known = '/hubs/watched/snapshot';
    await eventually({ what: 'that stretch is known', withinMs: 15_000 }, async () => {
      const { time } = (await (await fetch(`${server.api}/api/v1${known}`)).json()) as { time: number };
      return time > to ? true : null;
    });
    await tell('POST', '/baselines', { hub: 'watched', name: 'release 7', from: to - 4000, to });
    // By itself nothing so short is compared.
    await tell('PUT', '/hubs/watched/comparison', { baseline: 'release 7', since: null });
    await page.getByTestId('against').filter({ hasText: 'release 7' }).click();
    await page.getByRole('button', { name: 'Remove the baseline release 7' }).click();
    await until('/baselines?hub=watched', []);
    await undo(page);
    await until('/baselines?hub=watched', ['release 7']);
    await page.getByTestId('against').filter({ hasText: 'release 7' }).waitFor();
    await page.context().close();
  });

  it('charts of a link that were kept leave the own ones as they were', async () => {
    const page = await open('&view=charts&chart=memory');
    await page.getByTestId('keep-charts').click();
    await page.getByRole('heading', { name: 'My charts' }).waitFor();
    await undo(page);
    await page.getByRole('heading', { name: 'Charts of a link' }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('hubscope.charts'))).toBeNull();
    await page.context().close();
  });
});
