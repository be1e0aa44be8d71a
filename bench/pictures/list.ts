import type { BrowserContextOptions, Page } from 'playwright-core';
import { HubscopeProcess } from '../harness/server.js';
import { alertingPictures } from './alerting.js';
import type { Sample } from './sample.js';

/** One picture: where it is found on the dashboard, and what is done before it is taken. */
export interface Picture {
  readonly name: string;
  /** Whether it is taken before or after the optimization is switched on. */
  readonly moment: 'before' | 'after';
  readonly query?: string;
  /** It ends the server, and the browser writes of each try to reach it. The last picture. */
  readonly withoutServer?: boolean;
  readonly look: BrowserContextOptions;
  readonly reach: (page: Page, sample: Sample) => Promise<void>;
}

const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const dark = { ...desktop, colorScheme: 'dark' } as const;
const wall = { viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' } as const;
const light = { ...desktop, colorScheme: 'light' } as const;

/** The hub is on screen with figures. */
async function alive(page: Page): Promise<void> {
  await page.locator('[data-testid=card-throughput][data-value]:not([data-value=""])').waitFor();
  await page.locator('[data-testid=component-row]').first().waitFor();
}

async function judged(page: Page): Promise<void> {
  await alive(page);
  await page.locator('[data-testid=impact-overall]:not([data-verdict=unknown])').waitFor();
}

export const pictures: readonly Picture[] = [
  ...alertingPictures,
  { name: 'hub-dark', moment: 'after', look: dark, reach: judged },
  { name: 'hub-light', moment: 'after', look: light, reach: judged },
  {
    name: 'phone-dark',
    moment: 'after',
    look: { ...phone, colorScheme: 'dark' },
    reach: judged,
  },
  { name: 'past-light', moment: 'after', query: '?range=5m', look: light, reach: alive },
  {
    name: 'component-dark',
    moment: 'after',
    query: '?component=agent%3Aanalyst',
    look: dark,
    reach: alive,
  },
  {
    name: 'heatmap-dark',
    moment: 'after',
    query: '?look=heatmap&range=5m',
    look: dark,
    reach: async (page) => {
      await alive(page);
      await page.getByTestId('heat-key').waitFor();
    },
  },
  {
    name: 'calls-dark',
    moment: 'after',
    query: '?view=calls',
    look: dark,
    reach: (page) => page.getByTestId('slow-operation').first().waitFor(),
  },
  {
    name: 'hubs-light',
    moment: 'after',
    query: '?view=hubs',
    look: light,
    reach: (page) => page.getByTestId('tile').first().waitFor(),
  },
  {
    name: 'rules-dark',
    moment: 'after',
    look: dark,
    reach: async (page) => {
      await alive(page);
      await page.keyboard.press('r');
      await page.getByTestId('rule').first().waitFor();
    },
  },
  {
    name: 'compare-light',
    moment: 'after',
    query:
      '?view=charts&range=5m&chart=latency.p95~agent:analyst~agent:retriever&chart=throughput&chart=tokens&chart=memory',
    look: light,
    reach: async (page) => {
      await page.getByTestId('board').locator('[data-testid^=chart-]').nth(3).waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
  { name: 'kiosk-dark', moment: 'after', query: '?kiosk=1', look: wall, reach: judged },
  {
    name: 'top',
    moment: 'after',
    look: { ...desktop, viewport: { width: 860, height: 560 }, colorScheme: 'dark' },
    reach: async (page, sample) => {
      const top = new HubscopeProcess({
        args: ['top', '--hub', 'research-hub', '--url', sample.server.api],
        env: { COLUMNS: '100' },
      });
      await top.exit();
      await page.goto('about:blank');
      await page.setContent(
        '<meta name="color-scheme" content="dark"><pre style="margin:16px;font:13px/17px monospace"></pre>',
      );
      // As on a terminal, where each character has a cell: no font here has dots of the letters' width.
      await page.locator('pre').evaluate((pre, text) => {
        for (const run of text.split(/([\u2800-\u28ff])/)) {
          const cell = document.createElement('span');
          cell.textContent = run;
          if (/^[\u2800-\u28ff]$/.test(run))
            cell.style.cssText = 'display:inline-block;width:1ch;font-size:10.6px;vertical-align:top';
          pre.append(cell);
        }
      }, top.stdout.join('\n'));
    },
  },
  {
    name: 'disconnected-light',
    moment: 'after',
    withoutServer: true,
    look: light,
    reach: async (page, sample) => {
      await judged(page);
      sample.server.process.kill('SIGKILL');
      await page.locator('[data-testid=page][data-life=lost]').waitFor();
      await page
        .getByTestId('data-age')
        .filter({ hasText: /[4-9] s/ })
        .first()
        .waitFor();
    },
  },
];
