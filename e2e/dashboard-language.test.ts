import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage } from '../bench/harness/browser.js';
import { fed } from './clients/fed.js';
import { working } from './pages/cards.js';
import { Gallery } from './pages/looks.js';

const house = fed({ hub: 'shop' });

const german = { locale: 'de-DE' };

function title(page: Page): Promise<string | null> {
  return page.locator('.alerts h2').textContent();
}

function lang(page: Page): Promise<string | null> {
  return page.locator('html').getAttribute('lang');
}

async function inGerman(page: Page): Promise<void> {
  await page.locator('html[lang=de]:not([data-words])').waitFor();
  await working(page);
}

describe('the language of the page', () => {
  it("is the browser's, and never seen to change", async () => {
    const context = await house.browser.newContext(german);
    const page = await context.newPage();
    // What is on screen while the page wakes up, by frame.
    await page.addInitScript(() => {
      const seen = new Set<string>();
      Object.assign(window, { seen });
      const look = (): void => {
        const search = document.querySelector<HTMLElement>('[data-testid=search]');
        if (search !== null && getComputedStyle(search).visibility === 'visible')
          seen.add(search.textContent);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(`${house.server.dashboard}?hub=shop`);
    await inGerman(page);
    expect(await title(page)).toBe('Alarme');
    expect(await page.getByTestId('card-latency').locator('.value').textContent()).toMatch(/\d,\d/);
    const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
    expect(seen).toHaveLength(1);
    await context.close();
  });

  it('is changed by the switch, and kept', async () => {
    const { page, faults } = await openPage(house.browser, `${house.server.dashboard}?hub=shop`);
    await working(page);
    expect([await lang(page), await title(page)]).toEqual(['en', 'Alerts']);
    await page.getByTestId('language-switch').click();
    await inGerman(page);
    expect(await title(page)).toBe('Alarme');
    await page.reload();
    await inGerman(page);
    await page.getByTestId('language-switch').click();
    await page.locator('html[lang=en]').waitFor();
    expect(await title(page)).toBe('Alerts');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is what a link says, until the switch says otherwise', async () => {
    const { page, faults } = await openPage(house.browser, `${house.server.dashboard}?hub=shop&lang=de`);
    await inGerman(page);
    await page.getByTestId('language-switch').click();
    await page.locator('html[lang=en]').waitFor();
    expect(new URL(page.url()).search).toBe('?hub=shop');
    await page.reload();
    await working(page);
    expect(await lang(page)).toBe('en');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is English where the words of another do not come', async () => {
    const context = await house.browser.newContext(german);
    const page = await context.newPage();
    await page.route('**/*.js', async (route) => {
      const answer = await route.fetch();
      if ((await answer.text()).includes('Alles ruhig')) await route.abort();
      else await route.fulfill({ response: answer });
    });
    await page.goto(`${house.server.dashboard}?hub=shop`);
    await working(page);
    await page.locator('html[lang=en]').waitFor();
    expect(await title(page)).toBe('Alerts');
    await context.close();
  });

  it.each(['', 'hubs', 'incidents', 'calls', 'doctor'])(
    'is German in every look of the view %j',
    async (view) => {
      const gallery = await Gallery.open(
        house.browser,
        `${house.server.dashboard}?hub=shop&lang=de&view=${view}`,
      );
      for (const page of gallery.pages) {
        await page.locator('html[lang=de]:not([data-words])').waitFor();
        await page.locator('main:not([aria-busy=true])').waitFor();
        if (view === '') await working(page);
      }
      expect(await gallery.tooWide()).toEqual([]);
      await gallery.shoot(`german-${view === '' ? 'hub' : view}`);
      expect(gallery.faults).toEqual([]);
      await gallery.close();
    },
  );
});
