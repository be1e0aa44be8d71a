import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { fed } from './clients/fed.js';
import { cardsShown, working } from './pages/cards.js';
import { has } from './pages/has.js';

const house = fed({ hub: 'lasting', agents: ['planner', 'writer'] }, 'rules: []\n');

function open(query = ''): Promise<{ page: Page; faults: string[] }> {
  return openPage(house.browser, `${house.server.dashboard}?hub=lasting${query}`, {
    viewport: { width: 1440, height: 900 },
  });
}

async function peakShown(page: Page): Promise<number | null> {
  const text = await page.getByTestId('legend-throughput-peak').getAttribute('data-value', { timeout: 1000 });
  return text === null || text === '' ? null : Number(text);
}

function query(page: Page): URLSearchParams {
  return new URL(page.url()).searchParams;
}

describe('the past on the page', () => {
  it('opens by a range in the header, with the server’s own values, and its address opens it again', async () => {
    const { page, faults } = await open();
    await working(page);
    await page.getByTestId('ranges').getByRole('button', { name: '5 m' }).click();
    await has(page, 'page', 'data-range', 'last');
    expect(query(page).get('range')).toBe('5m');
    const shown = await eventually({ what: 'a peak of five minutes', withinMs: 10_000 }, () =>
      peakShown(page),
    );
    expect(shown).toBeGreaterThan(0);
    const again = await open('&range=5m');
    await eventually({ what: 'the same by its address', withinMs: 15_000 }, () => peakShown(again.page));
    await page.goBack();
    await has(page, 'page', 'data-range', 'live');
    expect([...faults, ...again.faults]).toEqual([]);
    await page.context().close();
    await again.page.context().close();
  });

  it('stops with the space bar, says so, reads its values to who moves by keys, and goes on', async () => {
    const { page, faults } = await open();
    await working(page);
    await page.keyboard.press('Space');
    await has(page, 'page', 'data-range', 'past');
    await page.getByTestId('past-words').waitFor();
    await eventually({ what: 'the mean of the stretch', withinMs: 10_000 }, async () => {
      const { throughput } = await cardsShown(page);
      return throughput !== null && throughput > 0 ? true : null;
    });
    const before = page.url();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await eventually({ what: 'what the cursor reads', withinMs: 5000 }, async () => {
      const said = (await page.getByTestId('cursor-readout').textContent()) ?? '';
      return /\d\d:\d\d:\d\d: Throughput [\d.]+/.test(said) ? true : null;
    });
    expect(page.url()).toBe(before);
    await page.keyboard.press('Space');
    await has(page, 'page', 'data-range', 'live');
    await working(page);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('stops by a key that is pressed as soon as there are numbers', async () => {
    const { page, faults } = await openPage(
      house.browser,
      `${house.server.dashboard}?hub=lasting`,
      {},
      (begun) =>
        begun.addInitScript(() => {
          new MutationObserver((_, observer) => {
            if (document.querySelector('[data-testid=card-throughput]') === null) return;
            observer.disconnect();
            document.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));
          }).observe(document, { childList: true, subtree: true });
        }),
    );
    await has(page, 'page', 'data-range', 'past');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is zoomed by drawing across a chart, on all charts at once, and left by a double click', async () => {
    const { page, faults } = await open('&range=5m');
    await eventually({ what: 'a peak', withinMs: 15_000 }, () => peakShown(page));
    const box = await page.getByTestId('chart-throughput').locator('.window').boundingBox();
    if (box === null) throw new Error('no chart');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.8, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.95, y, { steps: 4 });
    expect(await page.locator('.selection').count()).toBe(4);
    await page.mouse.up();
    await has(page, 'page', 'data-range', 'past');
    const seconds = (Number(query(page).get('to')) - Number(query(page).get('from'))) / 1000;
    expect(seconds).toBeGreaterThan(35);
    expect(seconds).toBeLessThan(60);
    await page.mouse.dblclick(box.x + box.width / 2, y);
    await has(page, 'page', 'data-range', 'last');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('says what went wrong where the server has no answer, and tries again', async () => {
    const { page, faults } = await open();
    await working(page);
    await page.route('**/history?*', (route) => route.abort());
    await page.getByTestId('ranges').getByRole('button', { name: '1 h' }).click();
    const again = page.getByTestId('chart-memory').getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await page.unroute('**/history?*');
    await again.click();
    await eventually({ what: 'a peak', withinMs: 10_000 }, () => peakShown(page));
    expect(faults.filter((fault) => !fault.includes('net::ERR_FAILED'))).toEqual([]);
    await page.context().close();
  });
});
