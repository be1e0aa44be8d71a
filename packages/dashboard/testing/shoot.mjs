// Test code: pictures of the dashboard's states, from the feeder's seeded values, for looking at while designing.
//
//   node testing/shoot.mjs DIR [STATE…]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startFeeder } from './feeder.mjs';

const [, , directory = '/tmp/shots', ...wanted] = process.argv;
mkdirSync(directory, { recursive: true });
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const shots = [
  ['live-dark', 'live', 'dark', desktop],
  ['live-light', 'live', 'light', desktop],
  ['phone-dark', 'alerting', 'dark', phone],
  ['phone-light', 'live', 'light', phone],
  ['empty-dark', 'empty', 'dark', desktop],
  ['empty-phone', 'empty', 'light', phone],
  ['waiting-light', 'live', 'light', desktop, { query: '?hub=my%20new%20hub' }],
  ['alerting-light', 'alerting', 'light', desktop],
  ['firing-dark', 'firing', 'dark', desktop],
  ['silent-dark', 'silent', 'dark', desktop],
  ['lag-light', 'lag', 'light', desktop],
  ['burst-dark', 'burst', 'dark', desktop],
  [
    'stale-light',
    'live',
    'light',
    desktop,
    {
      act: async (page, feeder) => {
        feeder.control('drop');
        await wait(9000);
      },
    },
  ],
  [
    'stale-dark',
    'alerting',
    'dark',
    desktop,
    {
      act: async (page, feeder) => {
        feeder.control('drop');
        await wait(4000);
      },
    },
  ],
  [
    'stale-phone',
    'live',
    'dark',
    phone,
    {
      act: async (page, feeder) => {
        feeder.control('drop');
        await wait(4000);
      },
    },
  ],
  [
    'mute-dark',
    'live',
    'dark',
    desktop,
    {
      act: async (page, feeder) => {
        feeder.control('mute');
        await wait(9000);
      },
    },
  ],
  [
    'hover-dark',
    'live',
    'dark',
    desktop,
    {
      act: async (page) => {
        await page.mouse.move(300, 330);
        await wait(300);
      },
    },
  ],
  [
    'card-light',
    'live',
    'light',
    desktop,
    {
      act: async (page) => {
        await page.mouse.move(500, 150);
        await wait(300);
      },
    },
  ],
  [
    'health-dark',
    'live',
    'dark',
    desktop,
    {
      act: async (page) => {
        await page.getByTestId('health').click();
        await wait(300);
      },
    },
  ],
  [
    'switcher-light',
    'live',
    'light',
    desktop,
    {
      act: async (page) => {
        await page.getByTestId('hub-switcher').click();
        await wait(300);
      },
    },
  ],
  [
    'mark-dark',
    'live',
    'dark',
    desktop,
    {
      act: async (page) => {
        await page.keyboard.press('m');
        await wait(300);
      },
    },
  ],
  ['range-dark', 'live', 'dark', desktop, { query: '?range=6h' }],
  ['range-light', 'live', 'light', desktop, { query: '?range=5m' }],
  [
    'past-dark',
    'live',
    'dark',
    desktop,
    {
      query: `?from=${String(Math.floor(Date.now() / 1000 - 5400) * 1000)}&to=${String(Math.floor(Date.now() / 1000 - 1800) * 1000)}`,
      act: async (page) => {
        for (let k = 0; k < 90; k += 1) await page.keyboard.press('ArrowLeft');
        await wait(300);
      },
    },
  ],
  [
    'zoom-light',
    'live',
    'light',
    desktop,
    {
      query: '?range=24h',
      act: async (page) => {
        await page.mouse.move(200, 330);
        await page.mouse.down();
        await page.mouse.move(360, 340, { steps: 5 });
        await wait(300);
      },
    },
  ],
  [
    'ranges-menu-dark',
    'live',
    'dark',
    desktop,
    {
      act: async (page) => {
        await page.getByRole('button', { name: 'More stretches of time' }).first().click();
        await wait(300);
      },
    },
  ],
  ['range-phone', 'live', 'dark', phone, { query: '?range=1h' }],
  ['impact-none-light', 'live', 'light', desktop, { impact: 'none' }],
  ['impact-worse-dark', 'live', 'dark', desktop, { impact: 'worse' }],
  ['impact-mixed-light', 'live', 'light', desktop, { impact: 'mixed' }],
  ['impact-same-dark', 'live', 'dark', desktop, { impact: 'same' }],
  [
    'impact-unknown-dark',
    'live',
    'dark',
    desktop,
    {
      impact: 'unknown',
      act: async (page) => {
        await page.getByTestId('impact-latency.p95').getByRole('button').click();
        await wait(300);
      },
    },
  ],
  [
    'rules-dark',
    'alerting',
    'dark',
    desktop,
    {
      act: async (page) => {
        await page.keyboard.press('r');
        await wait(900);
      },
    },
  ],
  [
    'rule-light',
    'alerting',
    'light',
    desktop,
    {
      act: async (page) => {
        await page.keyboard.press('r');
        await page.getByTestId('rule').first().getByRole('button').click();
        await wait(1500);
      },
    },
  ],
  ...[
    ['rule-more-light', 'light', desktop],
    ['rule-more-dark', 'dark', desktop],
    ['rule-more-phone', 'dark', phone],
  ].map(([name, scheme, size]) => [
    name,
    'alerting',
    scheme,
    size,
    {
      act: async (page) => {
        await page.keyboard.press('r');
        await page.getByTestId('rule').filter({ hasText: 'Good answers' }).getByRole('button').click();
        await wait(1500);
      },
    },
  ]),
  [
    'rule-new-phone',
    'alerting',
    'dark',
    phone,
    {
      act: async (page) => {
        await page.keyboard.press('r');
        await page.getByTestId('new-rule').click();
        await page.getByLabel(/^Threshold/).fill('150');
        await page.getByText('More', { exact: true }).click();
        await wait(1500);
      },
    },
  ],
  [
    'silences-phone',
    'alerting',
    'light',
    phone,
    {
      act: async (page) => {
        await page.keyboard.press('r');
        await page.getByRole('button', { name: 'Silences' }).click();
        await page.getByRole('combobox', { name: 'For' }).selectOption('until …');
        await page.getByRole('combobox', { name: 'Again' }).selectOption('each day');
        await wait(800);
      },
    },
  ],
  [
    'silences-dark',
    'alerting',
    'dark',
    desktop,
    {
      act: async (page) => {
        await page.keyboard.press('r');
        await page.getByRole('button', { name: 'Silences' }).click();
        await page.getByRole('combobox', { name: 'For' }).selectOption('until …');
        await page.getByRole('combobox', { name: 'Again' }).selectOption('each week');
        await wait(800);
      },
    },
  ],
  [
    'palette-light',
    'live',
    'light',
    desktop,
    {
      act: async (page) => {
        await page.keyboard.press('Control+k');
        await page.getByTestId('palette').fill('re');
        await wait(500);
      },
    },
  ],
  [
    'keys-dark',
    'live',
    'dark',
    desktop,
    {
      act: async (page) => {
        await page.keyboard.press('?');
        await wait(800);
      },
    },
  ],
  ['incidents-light', 'alerting', 'light', desktop, { query: '?view=incidents&incident=i2' }],
  ['incidents-phone', 'alerting', 'dark', phone, { query: '?view=incidents&incident=i2' }],
  ['hubs-dark', 'alerting', 'dark', desktop, { query: '?view=hubs' }],
  ['component-light', 'live', 'light', desktop, { query: '?component=agent%3Awriter' }],
  ['kiosk-dark', 'live', 'dark', { width: 1920, height: 1080 }, { query: '?kiosk=1' }],
  [
    'note-light',
    'alerting',
    'light',
    desktop,
    {
      act: async (page) => {
        await page.getByTestId('acknowledge').click();
        await page.getByLabel('Your name').fill('Ada');
        await wait(700);
      },
    },
  ],
  ['tablet-dark', 'alerting', 'dark', { width: 820, height: 1180 }],
  ['young-dark', 'young', 'dark', desktop],
  ['strange-light', 'strange', 'light', desktop],
  ['strange-phone', 'strange', 'dark', phone],
  ['wide-light', 'live', 'light', { width: 1920, height: 1080 }],
];

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
for (const [name, scene, colorScheme, viewport, { query = '', act, impact } = {}] of shots) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const feeder = await startFeeder({ scene, impact });
  const context = await browser.newContext({
    viewport,
    colorScheme,
    deviceScaleFactor: viewport === phone ? 2 : 1,
    hasTouch: viewport === phone,
    isMobile: viewport === phone,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log(name, 'page error', error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') console.log(name, 'console', message.text());
  });
  await page.goto(`${feeder.url}/dashboard${query}`);
  await wait(name.startsWith('burst') ? 12000 : 3200);
  await act?.(page, feeder);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) console.log(name, 'is too wide by', wide);
  await page.screenshot({
    path: join(directory, `${name}.png`),
    fullPage: viewport === phone && !(await page.locator('dialog').count()),
  });
  if (viewport === phone && (await page.locator('dialog').count())) {
    // What lies over a small page is longer than it.
    await page.locator('dialog').evaluate((dialog) => dialog.scrollTo(0, 1e6));
    await page.screenshot({ path: join(directory, `${name}-end.png`) });
  }
  await context.close();
  feeder.close();
  console.log(name);
}
await browser.close();
