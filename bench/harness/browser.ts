import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** What keeps a browser from talking to anything but the pages it is sent to. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where systems keep Chromium. */
const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function chromiumPath(): string {
  const given = process.env['CHROMIUM_PATH'];
  const found = [...(given === undefined ? [] : [given]), ...usual, chromium.executablePath()];
  const path = found.find((each) => existsSync(each));
  if (path === undefined) throw new Error('no Chromium: name one with CHROMIUM_PATH');
  return path;
}

/**
 * Starts a real browser without a window.
 * @param flags beside those that keep it quiet
 */
export function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: [...quiet, ...flags] });
}

/** A page, and everything that went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Exceptions, dialogs, and the console's errors and warnings; among them breaches of the content security policy. */
  readonly faults: string[];
}

/**
 * Opens a page in a context of its own and watches it from the start.
 * @param prepare what is done to the page before it goes to its address
 */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await prepare(page);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { page, faults };
}

/** Tells a page that it is in the background, or seen again: a browser without windows has no other tab to go to. */
export async function tellHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((to) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => to });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
