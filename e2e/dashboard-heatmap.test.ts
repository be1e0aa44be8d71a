import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heatmapAnswer } from '@hubscope/core/wire';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { barriers } from './pages/axe.js';
import { has } from './pages/has.js';

let browser: Browser;
let server: Served;
let feeders: readonly Feeder[];

/** Two ways of working, 20 ms and 400 ms, and nothing between. */
beforeAll(async () => {
  browser = await openBrowser();
  server = await serve({ args: ['serve'] });
  const options = { hub: 'bands', agents: ['planner'], each: 2 };
  feeders = [
    new Feeder(server, { ...options, instance: 'fast', latencyMs: 20 }),
    new Feeder(server, { ...options, instance: 'slow', latencyMs: 400 }),
  ];
});

afterAll(async () => {
  await Promise.all(feeders.map((feeder) => feeder.stop()));
  await server.process.stop();
  await browser.close();
});

function open(query = ''): Promise<{ page: Page; faults: string[] }> {
  return openPage(browser, `${server.dashboard}?hub=bands${query}`, {
    viewport: { width: 1440, height: 900 },
  });
}

/** What the picture says of itself, once it tells of two bands. */
function described(page: Page): Promise<string> {
  return eventually({ what: 'a picture of two bands', withinMs: 20_000 }, async () => {
    const picture = page.getByTestId('chart-latency').locator('.window');
    const text = (await picture.getAttribute('aria-label', { timeout: 1000 })) ?? '';
    return /most at .+ and .+/.test(text) ? text : null;
  });
}

/** Whether cells are painted. */
function painted(page: Page): Promise<boolean> {
  return page
    .getByTestId('chart-latency')
    .locator('canvas.cells')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      return data.some((part) => part > 0);
    });
}

describe('the heatmap', () => {
  it('answers two bands for a hub of two speeds, every operation in one of them', async () => {
    const bands = await eventually({ what: 'operations of both speeds', withinMs: 15_000 }, async () => {
      const answer = await fetch(
        `${server.api}/api/v1/hubs/bands/heatmap?from=${String(Date.now() - 20_000)}`,
      );
      if (!answer.ok) return null;
      const { bounds, counts } = heatmapAnswer.parse(await answer.json());
      const found = { fast: 0, between: 0, slow: 0 };
      for (const cells of counts) {
        cells?.forEach((count, row) => {
          const high = bounds[row + 1] ?? 0;
          if (high <= 40) found.fast += count;
          else if ((bounds[row] ?? 0) >= 300) found.slow += count;
          else found.between += count;
        });
      }
      return found.fast > 20 && found.slow > 20 ? found : null;
    });
    expect(bands.between).toBe(0);
    expect(bands.fast / bands.slow).toBeGreaterThan(0.5);
    expect(bands.fast / bands.slow).toBeLessThan(2);
  });

  it('is the latency chart’s other look: by a switch, by a key, by its address, live and past, without a barrier', async () => {
    const { page, faults } = await open();
    await page.getByTestId('chart-latency').getByRole('button', { name: 'Heatmap' }).click();
    expect(await described(page)).toMatch(
      /^Latency as a heatmap, last 60 seconds: [\d,]+ operations, most at /,
    );
    expect(await painted(page)).toBe(true);
    expect(new URL(page.url()).searchParams.get('look')).toBe('heatmap');
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('l');
    await has(page, 'chart-latency', 'data-heat', 'false');
    const again = await open('&look=heatmap&range=5m');
    expect(await described(again.page)).toContain('5 min in sight');
    const component = await open('&look=heatmap&component=agent:planner');
    await described(component.page);
    expect([...faults, ...again.faults, ...component.faults]).toEqual([]);
    for (const each of [page, again.page, component.page]) await each.context().close();
  });

  it('reads out the cell under the cursor, and leads to its slowest operations with their traces', async () => {
    const { page, faults } = await open('&look=heatmap&range=5m');
    await described(page);
    const box = await page.getByTestId('chart-latency').locator('.window').boundingBox();
    if (box === null) throw new Error('no chart');
    const right = box.x + box.width;
    const at = { x: right, y: box.y + 8 };
    await eventually({ what: 'a cell that holds operations', withinMs: 5000 }, async () => {
      // From where the hub may not have been known yet towards now, and again.
      at.x = at.x + 2 < right ? at.x + 2 : right - 18;
      await page.mouse.move(at.x, at.y);
      const said = await page.getByTestId('heat-read').textContent({ timeout: 1000 });
      expect(said).toMatch(/^\d\d:\d\d:\d\d, .+–.+ms: \d+ operations?$/);
      return true;
    });
    await page.mouse.click(at.x, at.y);
    await page.getByTestId('slow-operation').first().waitFor();
    expect(await page.getByTestId('slow-operation').first().locator('code').textContent()).toMatch(
      /^[0-9a-f]{32}$/,
    );
    expect(new URL(page.url()).searchParams.get('view')).toBe('calls');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('goes back through time at a double click, and stays', async () => {
    const { page, faults } = await open('&look=heatmap&range=5m');
    await described(page);
    const box = await page.getByTestId('chart-latency').locator('.window').boundingBox();
    if (box === null) throw new Error('no chart');
    await page.mouse.dblclick(box.x + box.width - 18, box.y + 8);
    await has(page, 'page', 'data-range', 'live');
    // Longer than a click waits for a second one.
    await page.waitForTimeout(500);
    expect(new URL(page.url()).searchParams.get('view')).toBeNull();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
