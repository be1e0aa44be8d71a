import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as HttpExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { hubscope, type Ran } from './clients/command.js';
import { barriers } from './pages/axe.js';

let browser: Browser;
let server: Served;
let link: string;

beforeAll(async () => {
  browser = await openBrowser();
  server = await serve({ env: { HUBSCOPE_HOST: '0.0.0.0' } });
  const [, found = ''] = await server.process.line(/^sign in\s+\S+(\?first=\S+)/);
  link = found;
});
afterAll(async () => {
  await browser.close();
  await server.process.stop();
});

const password = 'correct horse battery';

async function fill(page: Page, name: string, secret = password): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: /sign in/i }).click();
}

/** A command line that asks this server, as the key's holder. */
function asked(key: string | null, ...args: string[]): Promise<Ran> {
  return hubscope(server, args, key === null ? {} : { HUBSCOPE_KEY: key });
}

async function oneSpan(): Promise<ReadableSpan[]> {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  provider.getTracer('test').startSpan('question').end();
  await provider.forceFlush();
  return memory.getFinishedSpans();
}

/** Whether what a stock exporter sends is taken, that was given a key as its users give it one. */
async function sent(make: () => SpanExporter, key: string | null): Promise<boolean> {
  const variable = 'OTEL_EXPORTER_OTLP_HEADERS';
  if (key !== null) process.env[variable] = `authorization=Bearer%20${key}`;
  const exporter = make();
  Reflect.deleteProperty(process.env, variable);
  const spans = await oneSpan();
  const { code } = await new Promise<{ code: number }>((resolve) => {
    exporter.export(spans, resolve);
  });
  await exporter.shutdown();
  return code === 0;
}

describe('a server beyond this machine', () => {
  let admin: string;
  let page: Page;

  it('asks who is there, and makes the first admin of who has the link', async () => {
    const { page: stranger } = await openPage(browser, server.dashboard);
    await stranger.getByTestId('sign-in').waitFor();
    expect(await barriers(stranger)).toEqual([]);
    await fill(stranger, 'Eve', 'some password');
    await stranger.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
    await stranger.context().close();

    ({ page } = await openPage(browser, `${server.dashboard}${link}`));
    await page.getByRole('heading', { name: 'Make the first admin' }).waitFor();
    await fill(page, 'Ada');
    await page.getByTestId('sign-out').waitFor();
    await page.locator('[data-testid=connection-state][data-state=connected]').waitFor();
    expect(page.url()).not.toContain('first=');
  });

  it('lets no second one in by the same link', async () => {
    const { page: late } = await openPage(browser, `${server.dashboard}${link}`);
    await fill(late, 'Eve');
    await late.getByRole('alert').filter({ hasText: 'used' }).waitFor();
    await late.context().close();
  });

  it('answers a command line that has a key, and no other', async () => {
    const made = await page.evaluate(async () => {
      const answer = await fetch('/api/v1/keys', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'root', scopes: ['admin'] }),
      });
      return (await answer.json()) as { secret: string };
    });
    admin = made.secret;
    const refused = await asked(null, 'alerts', 'list');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('unauthorized')]);
    expect(await asked(admin, 'alerts', 'list')).toMatchObject({ code: 0 });
    const { out } = await asked(admin, 'keys', 'list');
    expect(out).toContain('root');
    expect(out).not.toContain(admin);
  });

  it('takes telemetry from stock exporters that show a key, over both protocols, and from no other', async () => {
    const made = await asked(admin, 'keys', 'create', 'hub', '--scope', 'ingest');
    const [key = ''] = made.out.split('\n');
    const http = (): SpanExporter => new HttpExporter({ url: `${server.otlp}/v1/traces` });
    const grpc = (): SpanExporter => new GrpcExporter({ url: server.grpc });
    for (const exporter of [http, grpc])
      expect([await sent(exporter, key), await sent(exporter, null)]).toEqual([true, false]);
    // It may send, and see nothing.
    const refused = await asked(key, 'alerts', 'list');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('forbidden')]);
    expect((await asked(admin, 'doctor')).out).toContain('shows no key');
  });

  it('shows viewers out whose key was taken back', async () => {
    const made = await asked(admin, 'keys', 'create', 'wall', '--scope', 'read');
    const [key = ''] = made.out.split('\n');
    const viewer = new WebSocket(server.ws, { headers: { authorization: `Bearer ${key}` } });
    const frames: unknown[] = [];
    viewer.on('message', (frame) => frames.push(frame));
    const closed = new Promise<number>((resolve) => viewer.once('close', resolve));
    await eventually({ what: 'a frame', withinMs: 10_000 }, () => (frames.length > 0 ? true : null));
    expect(await asked(admin, 'keys', 'revoke', 'wall')).toMatchObject({ code: 0 });
    expect(await closed).toBe(4401);
  });

  it('lets others look by a link that was made on the page, at one hub, until it is taken back', async () => {
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette').fill('share links');
    await page.keyboard.press('Enter');
    await page.getByLabel('For whom').fill('the board');
    await page.getByLabel('Shows').selectOption('every hub');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const address = await page.getByTestId('share-address').inputValue();
    expect(await barriers(page)).toEqual([]);
    const { page: guest } = await openPage(browser, address);
    await guest.locator('[data-testid=connection-state][data-state=connected]').waitFor();
    await guest.getByTitle('Signed in as the share link the board').waitFor();
    expect(guest.url()).not.toContain('hsv_');
    const refused = await guest.evaluate(async () => {
      const body = JSON.stringify({ hub: 'shop', name: 'x' });
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/api/v1/markers', { method: 'POST', headers, body })).status;
    });
    expect(refused).toBe(403);
    await page.getByTestId('share-link').getByRole('button', { name: 'Take back' }).click();
    await page.getByTestId('share-link').waitFor({ state: 'detached' });
    await guest.getByTestId('sign-in').waitFor();
    await guest.context().close();
    await page.getByRole('button', { name: 'Close' }).click();
  });

  it('shows the page out that signs out, and asks who is there', async () => {
    await page.getByTestId('sign-out').click();
    await page.getByTestId('sign-in').waitFor();
    await fill(page, 'Ada');
    await page.getByTestId('sign-out').waitFor();
    await page.context().close();
  });
});

describe('a public demo', () => {
  it('is looked at by everybody, on loopback too, says so, and lets who has a name sign in', async () => {
    const demo = await serve({ env: { HUBSCOPE_PUBLIC_VIEW: 'true' } });
    const [, first = ''] = await demo.process.line(/^sign in\s+\S+(\?first=\S+)/);
    const { page } = await openPage(browser, demo.dashboard);
    await page.getByTestId('public-view').waitFor();
    await page.locator('[data-testid=connection-state][data-state=connected]').waitFor();
    expect(await barriers(page)).toEqual([]);
    const answer = await page.evaluate(async () => {
      const body = JSON.stringify({ hub: 'shop', name: 'x' });
      const headers = { 'content-type': 'application/json' };
      const refused = await fetch('/api/v1/markers', { method: 'POST', headers, body });
      return ((await refused.json()) as { code: string }).code;
    });
    expect(answer).toBe('read_only');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByTestId('sign-in').waitFor();
    await page.goto(`${demo.dashboard}${first}`);
    await page.getByRole('heading', { name: 'Make the first admin' }).waitFor();
    await fill(page, 'Ada');
    await page.getByTestId('sign-out').waitFor();
    await page.context().close();
    await demo.process.stop();
  });
});
