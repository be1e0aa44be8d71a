import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openPage } from '../../bench/harness/browser.js';

/** One way to look at the page. */
export interface Look {
  readonly name: string;
  readonly options: BrowserContextOptions;
}

const desktop = { viewport: { width: 1440, height: 900 } };
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};

export const looks: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { name: `desktop-${colorScheme}`, options: { ...desktop, colorScheme } },
  { name: `phone-${colorScheme}`, options: { ...phone, colorScheme } },
]);

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));

/** How much wider the page is than its window, CSS px. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** A page in each look, so that a state can be reached by all of them at once. */
export class Gallery {
  readonly #pages: { readonly look: Look; readonly page: Page; readonly faults: string[] }[] = [];

  static async open(browser: Browser, url: string): Promise<Gallery> {
    const gallery = new Gallery();
    for (const look of looks) {
      gallery.#pages.push({ look, ...(await openPage(browser, url, look.options)) });
    }
    return gallery;
  }

  get pages(): readonly Page[] {
    return this.#pages.map(({ page }) => page);
  }

  /** What went wrong on any of the pages, after the look's name. */
  get faults(): string[] {
    return this.#pages.flatMap(({ look, faults }) => faults.map((fault) => `${look.name}: ${fault}`));
  }

  /** The looks in which the page is wider than its window. */
  async tooWide(): Promise<string[]> {
    const wide = this.#pages.map(async ({ look, page }) => ((await overflow(page)) > 0 ? look.name : null));
    return (await Promise.all(wide)).filter((name) => name !== null);
  }

  /** Writes a picture of each look to `e2e/screenshots/STATE-LOOK.png`. */
  async shoot(state: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    for (const { look, page } of this.#pages) {
      await page.screenshot({ path: `${folder}${state}-${look.name}.png` });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#pages.map(({ page }) => page.context().close()));
  }
}
