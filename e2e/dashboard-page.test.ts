import type { WebSocketRoute } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { fed } from './clients/fed.js';
import { Feeder } from './clients/feeder.js';
import { working } from './pages/cards.js';
import { has } from './pages/has.js';

const house = fed({ hub: 'lasting' });

describe('a network that lets neither a WebSocket nor a stream through', () => {
  it('shows the hub by polling, says so, and goes to another one', async () => {
    const other = new Feeder(house.server, { hub: 'bank', instance: 'other' });
    const context = await house.browser.newContext();
    await context.routeWebSocket('**/ws*', (socket) => socket.close());
    // As a proxy does it that holds back what it does not know to be whole.
    await context.route('**/api/v1/stream*', (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`${house.server.dashboard}?hub=lasting`);
    await page.getByText('Connected by polling').waitFor({ timeout: 60_000 });
    await working(page);
    const newest = () => page.getByTestId('card-throughput').getAttribute('data-value');
    const before = await newest();
    await eventually({ what: 'a second more', withinMs: 15_000 }, async () =>
      (await newest()) === before ? null : true,
    );
    await page.getByTestId('hub-switcher').click();
    await page.locator('#hub-list a', { hasText: 'bank' }).click();
    await page.getByTestId('hub-name').filter({ hasText: 'bank' }).waitFor();
    await working(page);
    await has(page, 'page', 'data-life', 'live');
    await context.close();
    await other.stop();
  });
});

describe('a server that is replaced by another version', () => {
  it('makes the page load itself anew once, where it was', async () => {
    const context = await house.browser.newContext();
    let version = '90.0.0';
    const sockets: WebSocketRoute[] = [];
    await context.routeWebSocket('**/ws*', (socket) => {
      sockets.push(socket);
      const behind = socket.connectToServer();
      behind.onMessage((message) => {
        // Another version is another life of the house.server.
        socket.send(
          String(message).replace(
            /"type":"hello","epoch":"([^"]*)","version":"[^"]*"/,
            (_, epoch: string) => `"type":"hello","epoch":"${epoch} ${version}","version":"${version}"`,
          ),
        );
      });
    });
    const page = await context.newPage();
    let loads = 0;
    page.on('load', () => (loads += 1));
    const address = `${house.server.dashboard}?hub=lasting&range=5m&look=heatmap`;
    await page.goto(address);
    await working(page);
    expect(loads).toBe(1);
    const reconnect = async (): Promise<void> => {
      const before = sockets.length;
      await Promise.all(sockets.map((socket) => socket.close().catch(() => undefined)));
      await eventually({ what: 'the page connects again', withinMs: 20_000 }, () =>
        sockets.length > before ? true : null,
      );
    };
    // Another life of the same version is no reason.
    await reconnect();
    await has(page, 'connection-state', 'data-state', 'connected');
    expect(loads).toBe(1);
    version = '91.0.0';
    await reconnect();
    await eventually({ what: 'the page loads anew', withinMs: 15_000 }, () => (loads === 2 ? true : null));
    await working(page);
    expect(page.url()).toBe(address);
    // Two servers of two versions behind one address: once for each is enough.
    version = '90.0.0';
    await reconnect();
    await eventually({ what: 'the page loads for the other one', withinMs: 15_000 }, () =>
      loads === 3 ? true : null,
    );
    await working(page);
    version = '91.0.0';
    await reconnect();
    await has(page, 'connection-state', 'data-state', 'connected');
    version = '90.0.0';
    await reconnect();
    await has(page, 'connection-state', 'data-state', 'connected');
    await working(page);
    expect(loads).toBe(3);
    await context.close();
  });
});

describe('times', () => {
  it('are told in UTC on demand, which is said and kept', async () => {
    const { page, faults } = await openPage(house.browser, `${house.server.dashboard}?hub=lasting&range=5m`, {
      timezoneId: 'Asia/Kolkata',
    });
    await working(page);
    const label = async (): Promise<string> =>
      eventually({ what: 'a label of the time axis', withinMs: 10_000 }, async () => {
        const words = await page.getByTestId('chart-throughput').locator('.times span').allTextContents();
        // Midnight is told as its day.
        return words.find((each) => /^\d\d:\d\d$/.test(each)) ?? null;
      });
    const hours = (ahead: number): string[] =>
      [0, 600_000].map((ago) => new Date(Date.now() + ahead - ago).toISOString().slice(11, 13));
    expect(hours(5.5 * 3_600_000)).toContain((await label()).slice(0, 2));
    await page.keyboard.press('u');
    await page.getByTestId('zone').waitFor();
    expect(hours(0)).toContain((await label()).slice(0, 2));
    await page.reload();
    await working(page);
    await page.getByTestId('zone').click();
    await page.getByTestId('zone').waitFor({ state: 'detached' });
    expect(hours(5.5 * 3_600_000)).toContain((await label()).slice(0, 2));
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the page as an app', () => {
  it('can be installed: its manifest and icons are in order', async () => {
    const { page, faults } = await openPage(house.browser, house.server.dashboard);
    const session = await page.context().newCDPSession(page);
    const { errors, data = '' } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { icons } = JSON.parse(data) as { icons: { src: string; type: string; sizes: string }[] };
    for (const { src, type, sizes } of icons) {
      const answer = await fetch(new URL(src, house.server.dashboard));
      expect(answer.headers.get('content-type')).toBe(type);
      const body = Buffer.from(await answer.arrayBuffer());
      if (type === 'image/png')
        expect(`${String(body.readUInt32BE(16))}x${String(body.readUInt32BE(20))}`).toBe(sizes);
    }
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
      [],
    );
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the page on paper', () => {
  it('is a report: light, without what can only be pressed, with its hub and its time', async () => {
    const { page, faults } = await openPage(house.browser, `${house.server.dashboard}?hub=lasting`, {
      colorScheme: 'dark',
      viewport: { width: 1440, height: 900 },
    });
    await working(page);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.search').isVisible()).toBe(false);
    expect(await page.getByTestId('tools-latency').isVisible()).toBe(false);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('.print-foot').textContent()).toMatch(
      /^lasting · \d+ \w+ \d{4}, \d\d:\d\d:\d\d · http/,
    );
    const ink = await page.locator('body').evaluate((body) => getComputedStyle(body).color);
    // The light theme's ink.
    expect(ink).toMatch(/oklch\(0\.22/);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
