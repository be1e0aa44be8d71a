import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../bench/harness/eventually.js';
import { serve, type Served } from '../../bench/harness/server.js';
import { Feeder } from '../clients/feeder.js';
import { openChromium } from './chromium.js';
import type { Driven } from './driven.js';
import { openFirefox } from './firefox.js';
import { openWebkit } from './webkit.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-browsers-'));
const config = join(folder, 'hubscope.yaml');
writeFileSync(
  config,
  'rules:\n  - { name: High Latency, signal: latency, above: 150, severity: warning, for: 1 }\n',
);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Waits until an expression on the page is something else than null and false. */
function holds(browser: Driven, what: string, expression: string, withinMs = 30_000): Promise<unknown> {
  return eventually({ what, withinMs }, async () => {
    const found = await browser.evaluate(expression);
    return found === false ? null : found;
  });
}

/** An attribute of the element that a test id names. */
const attribute = (testId: string, name: string): string =>
  `(document.querySelector('[data-testid="${testId}"]')?.getAttribute('data-${name}') ?? null)`;

const throughput = `(Number(${attribute('card-throughput', 'value')}) || null)`;

describe.each([
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
  ['WebKit', openWebkit],
])('%s', (name, openBrowser) => {
  let server: Served;
  let feeder: Feeder;
  let browser: Driven;

  beforeAll(async () => {
    server = await serve({ args: ['serve', '--config', config] });
    feeder = new Feeder(server, { hub: 'shop' });
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await feeder.stop();
    await server.process.stop();
  });

  it('shows the live page', async () => {
    await browser.open(`${server.dashboard}?hub=shop`);
    expect(String(await browser.evaluate('navigator.userAgent'))).toMatch(
      { Chromium: /Chrome/, Firefox: /Firefox/, WebKit: /Version\/\S+ Safari/ }[name] ?? /^$/,
    );
    await holds(browser, 'the hub works', throughput);
    await holds(browser, 'it is connected', `${attribute('connection-state', 'state')} === 'connected'`);
    await holds(
      browser,
      'components have rows',
      `document.querySelector('[data-testid=component-row]') !== null`,
    );
    const painted = `[...document.querySelectorAll('.chart .lines canvas')].filter((canvas) =>
      canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0)).length`;
    await holds(browser, 'four charts are painted', `${painted} === 4`);
    const at = `document.querySelector('[data-testid=chart-throughput] .layer').style.transform`;
    const before = await browser.evaluate(at);
    await holds(browser, 'time passes on them', `${at} !== ${JSON.stringify(before)}`);
    expect(await browser.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
      0,
    );
  });

  it('comes back after the server has', async () => {
    server.process.kill('SIGKILL');
    await server.process.ended;
    await holds(browser, 'it says so', `${attribute('page', 'life')} === 'lost'`);
    await holds(browser, 'the banner stands', `document.querySelector('[data-testid=banner]') !== null`);
    const { doors } = server;
    server = await serve({
      args: ['serve', '--config', config],
      env: {
        HUBSCOPE_DASHBOARD_PORT: String(doors.dashboard),
        HUBSCOPE_API_PORT: String(doors.api),
        HUBSCOPE_OTLP_HTTP_PORT: String(doors.otlpHttp),
        HUBSCOPE_OTLP_GRPC_PORT: String(doors.otlpGrpc),
      },
    });
    await holds(browser, 'it is live', `${attribute('page', 'life')} === 'live'`, 45_000);
    await holds(browser, 'the hub works', throughput);
  });

  it('acknowledges an alert', async () => {
    feeder.latencyMs = 400;
    await holds(browser, 'an alert fires', `${attribute('hub', 'firing')} === 'true'`);
    await browser.press('[data-testid=acknowledge]');
    await holds(browser, 'it asks who', `document.querySelector('[data-testid=name-form] button') !== null`);
    await browser.press('[data-testid=name-form] button');
    await holds(browser, 'the page knows', `${attribute('alert', 'acknowledged')} === 'true'`);
    const alerts = (await (await fetch(`${server.api}/api/v1/alerts`)).json()) as readonly {
      hub: string;
      acknowledged: boolean;
    }[];
    const here = alerts.filter(({ hub }) => hub === 'shop');
    expect(here.map(({ acknowledged }) => acknowledged)).toEqual([true]);
  });
});
