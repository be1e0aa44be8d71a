import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { working } from './pages/cards.js';
import { has } from './pages/has.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
const rules = `rules:
  - { name: High Latency, signal: latency, above: 150, severity: critical, for: 1 }
`;
let browser: Browser;
let server: Served;
let feeder: Feeder;

/** Fifteen minutes of a hub's past that end three minutes ago, at about 40 MB. */
async function givePast(hub: string): Promise<void> {
  const end = Math.floor(Date.now() / 1000) - 180;
  const rows = Array.from({ length: 900 }, (_, n) => `${String(end - 900 + n)},${String(40 + (n % 3))}`);
  const answer = await fetch(`${server.api}/api/v1/import?hub=${hub}&format=csv`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: ['time,memory', ...rows].join('\n'),
  });
  expect(answer.status, await answer.text()).toBe(201);
}

beforeAll(async () => {
  const file = join(folder, 'hubscope.yaml');
  writeFileSync(file, rules);
  browser = await openBrowser();
  server = await serve({ args: ['serve', '--config', file] });
  await givePast('watched');
  feeder = new Feeder(server, { hub: 'watched', agents: ['planner', 'writer'] });
});

afterAll(async () => {
  await feeder.stop();
  await server.process.stop();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(query = ''): Promise<{ page: Page; faults: string[] }> {
  const opened = await openPage(browser, `${server.dashboard}?hub=watched${query}`, {
    viewport: { width: 1440, height: 900 },
  });
  await working(opened.page);
  return opened;
}

/** A moment (ms since the epoch) as a date field of this time zone takes it. */
function dateField(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

describe('rules in the drawer', () => {
  it('are made with their past before one’s eyes, by keys alone, and taken back', async () => {
    const { page, faults } = await open();
    await page.keyboard.press('r');
    await page.getByTestId('rule').filter({ hasText: 'from the file' }).waitFor();
    await page.getByTestId('new-rule').focus();
    await page.keyboard.press('Enter');
    const form = page.getByTestId('rule-form');
    await form.getByLabel('Name', { exact: true }).fill('Too busy');
    await form.getByLabel('Signal').selectOption('throughput');
    await form.getByLabel(/^Threshold/).fill('1');
    await eventually({ what: 'what the rule would have done', withinMs: 10_000 }, async () =>
      /It would (not )?have fired/.test((await page.getByTestId('rule-preview').textContent()) ?? '')
        ? true
        : null,
    );
    await page.keyboard.press('Enter');
    const made = page.getByTestId('rule').filter({ hasText: 'Too busy' });
    await made.waitFor();
    await made.getByRole('button').click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await made.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Silences' }).click();
    await page.getByTestId('make-silence').click();
    await page
      .getByTestId('silence')
      .filter({ hasText: 'watched' })
      .getByRole('button', { name: 'End' })
      .click();
    await has(page, 'silence', 'data-state', 'over');
    const tomorrow = Date.now() + 86_400_000;
    const silences = page.getByTestId('new-silence');
    await silences.getByLabel('From (empty: now)').fill(dateField(tomorrow));
    await silences.getByRole('combobox', { name: 'For' }).selectOption('until …');
    const make = page.getByTestId('make-silence');
    expect(await make.isDisabled()).toBe(true);
    await silences.getByLabel('Until', { exact: true }).fill(dateField(tomorrow + 3_600_000));
    expect(await make.isDisabled()).toBe(false);
    await silences.getByRole('combobox', { name: 'Again' }).selectOption('each week');
    await silences.getByLabel('Again until').fill(dateField(tomorrow + 30 * 86_400_000));
    await silences.getByLabel('Signal').fill('latency*');
    await silences.getByLabel('Your name').fill('Ada');
    await silences.getByLabel('Why').fill('the weekly backup');
    await page.keyboard.press('Enter');
    const planned = page.getByTestId('silence').filter({ hasText: 'the weekly backup' });
    await planned.getByText(/^from .* to .*, each week until /).waitFor();
    expect(await planned.getAttribute('data-state')).toBe('planned');
    expect(await planned.textContent()).toContain('latency* · watched');
    expect(await planned.textContent()).toContain('by Ada');
    await planned.getByRole('button', { name: 'End' }).click();
    await planned.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('a rule of the file', () => {
  it('is read here, and a copy of it can be changed and kept', async () => {
    const { page, faults } = await open();
    await page.keyboard.press('r');
    await page.getByTestId('rule').filter({ hasText: 'from the file' }).getByRole('button').click();
    const drawer = page.locator('dialog');
    await drawer.getByText(/^latency above 150\u2009ms for 1 s$/).waitFor();
    await drawer.getByText('It stands in the configuration file').waitFor();
    expect(await page.getByTestId('rule-form').count()).toBe(0);
    await page.getByRole('button', { name: 'Copy it' }).click();
    const form = page.getByTestId('rule-form');
    await form.waitFor();
    expect(await form.getByLabel('Name', { exact: true }).inputValue()).toBe('High Latency, copy');
    await form.getByLabel(/^Threshold/).fill('250');
    await form.getByRole('button', { name: 'Make the rule' }).click();
    await page.getByTestId('rule').filter({ hasText: 'High Latency, copy' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('what the past suggests', () => {
  it('is taken over by one press', async () => {
    const { page, faults } = await open();
    await page.keyboard.press('r');
    await page.getByTestId('new-rule').click();
    const form = page.getByTestId('rule-form');
    await form.getByLabel('Signal').selectOption('memory');
    await form.getByLabel(/^Threshold/).fill('10');
    const use = page.getByTestId('use-suggestion');
    await use.waitFor();
    expect(await page.getByTestId('tried-on').textContent()).toBe('On watched');
    const words = (await use.textContent()) ?? '';
    const [, suggested] = /^Use ([\d.]+)\u2009MB, from its own past$/.exec(words) ?? [];
    await use.click();
    expect(Number(await form.getByLabel(/^Threshold/).inputValue())).toBe(Number(suggested));
    await use.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('a rule of another kind', () => {
  it('is made with what its kind needs, and its budget stands in health', async () => {
    const { page, faults } = await open();
    await page.keyboard.press('r');
    await page.getByTestId('new-rule').click();
    const form = page.getByTestId('rule-form');
    await form.getByLabel('Name', { exact: true }).fill('Good answers');
    await form.getByRole('combobox', { name: 'Kind' }).selectOption('Budget burn');
    expect(await form.getByLabel('Faster than').inputValue()).toBe('14.4');
    await form.getByLabel('Objective').fill('95');
    await form.getByLabel('Good up to, ms').fill('250');
    await form.getByText('More', { exact: true }).click();
    await form.getByLabel('Budget is for').fill('7d');
    await form.getByLabel('Resolves at').fill('10');
    await page.getByTestId('tried-on').getByText('On watched').waitFor();
    await page
      .getByTestId('rule-preview')
      .getByText(/It would not have fired|Nothing is known/)
      .waitFor();
    // Five minutes must be known before a burn rate is; a burn rate is no line on the chart of a latency.
    expect(await page.locator('.preview .threshold-line').count()).toBe(0);
    await form.getByRole('button', { name: 'Make the rule' }).click();
    const made = page.getByTestId('rule').filter({ hasText: 'Good answers' });
    await made.getByText(/latency burns its budget 14.4 times too fast/).waitFor();
    await made.getByText(/100\.0\u2009% of its budget left/).waitFor();
    await made.getByRole('button').click();
    await form.waitFor();
    expect(await form.getByLabel('Resolves at').inputValue()).toBe('10');
    await page.keyboard.press('Escape');
    await page.getByTestId('health').click();
    const sheet = page.getByRole('group', { name: 'Health' });
    await sheet.getByText(/Nothing takes points away\.|What takes points away/).waitFor();
    const budgets = page.getByTestId('budgets');
    await budgets.getByText('Good answers').waitFor();
    expect(await budgets.textContent()).toMatch(/objective 95\u2009%100\.0\u2009%/);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('on a change says in percent of what it is', async () => {
    const { page, faults } = await open();
    await page.keyboard.press('r');
    await page.getByTestId('new-rule').click();
    const form = page.getByTestId('rule-form');
    await form.getByRole('combobox', { name: 'Kind' }).selectOption('Change');
    await form.getByLabel('Signal').selectOption('latency.count');
    await form.getByLabel('Change, %').fill('50');
    await form.getByRole('button', { name: 'Make the rule' }).click();
    await page
      .getByTestId('rule')
      .getByText(/latency\.count above 50\u2009% against the hour before for 30 s/)
      .waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('health', () => {
  it('lists what takes points away, with its value and its limit', async () => {
    const { page, faults } = await open();
    feeder.latencyMs = 400;
    await has(page, 'hub', 'data-firing', 'true', 30_000);
    await page.getByTestId('health').click();
    const row = page.locator('.parts tr').filter({ hasText: 'High Latency' });
    await row.getByText(/limit 150/).waitFor();
    expect(await row.locator('td').first().textContent()).toMatch(/^\d+\.\d\u2009ms limit 150$/);
    expect(await row.locator('.lost').textContent()).toMatch(/^\u2212\d/);
    feeder.latencyMs = 40;
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the charts of a component', () => {
  it('draw the thresholds that watch it', async () => {
    const answer = await fetch(`${server.api}/api/v1/rules`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Agents', signal: 'latency.p95', above: 45, component: 'agent:*' }),
    });
    expect(answer.status).toBe(201);
    const { page, faults } = await open('&component=agent%3Aplanner');
    await page.getByTestId('chart-latency').getByText('alert above 45').waitFor();
    expect(
      await page
        .getByTestId('chart-memory')
        .getByText(/^alert/)
        .count(),
    ).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
