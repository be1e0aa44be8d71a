import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { PlainViewer } from '../bench/harness/viewer.js';
import { ChangedHub } from './clients/changed-hub.js';
import { hubscope as command, hubscopeFile, run, type Ran } from './clients/command.js';
import { baselines, change, impact, markers, signalOf, type Impact } from './doors/impact.js';
import { barriers } from './pages/axe.js';
import { has } from './pages/has.js';

const name = 'changing';
const before = '<b>before</b>';

let browser: Browser;
let server: Served;
let hub: ChangedHub;
let viewer: PlainViewer;
let page: Page;
let faults: readonly string[];
let folder: string;
let proven: Impact;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubscope-gate-'));
  server = await serve();
  hub = new ChangedHub(server, name, 24, 36);
  await hub.start();
  browser = await openBrowser();
  viewer = await PlainViewer.connect(`${server.ws}?hub=${name}`);
  const told = hub.changedAt + 45_000;
  await viewer.frame('all of the past is told', ({ current }) => {
    return current.timestamp > told && current['throughput_ops_sec'] !== null;
  });
});

afterAll(async () => {
  viewer.close();
  await hub.stop();
  await browser.close();
  await server.process.stop();
  await rm(folder, { recursive: true });
});

/** Runs the command line for this hub. */
const hubscope = (...args: readonly string[]): Promise<Ran> => command(server, [...args, '--hub', name]);

interface Told {
  readonly optimization_impact: Readonly<Record<string, unknown>>;
}

describe('the impact of a change', () => {
  it('is unknown, and every figure null, before there is a baseline', async () => {
    expect(await impact(server, name)).toMatchObject({
      baseline: null,
      since: null,
      overall: null,
      signals: [],
    });
    const frame = viewer.newest as unknown as Told;
    expect(new Set(Object.values(frame.optimization_impact))).toEqual(new Set([null]));
    ({ page, faults } = await openPage(browser, `${server.dashboard}?hub=${name}`, {
      viewport: { width: 1440, height: 900 },
    }));
    await has(page, 'impact', 'data-state', 'none');
    expect(await page.getByTestId('new-baseline').isEnabled()).toBe(true);
    // A hub that is no sample hub has no switches to offer.
    expect(await page.getByTestId('switch-offer').count()).toBe(0);
  });

  it('has a baseline that a program captured, with its id and how good it is', async () => {
    const [from, to] = [hub.begun + 1000, hub.changedAt];
    const made = await change(server, 'POST', '/baselines', { hub: name, name: before, from, to });
    expect(made).toMatchObject({ name: before, quality: { known_seconds: 61 } });
    expect(await baselines(server, name)).toMatchObject([{ name: before, from, to }]);
  });

  it('is proven at once where it lies in the past, and is what the hub’s own log says', async () => {
    await change(server, 'POST', '/markers', {
      hub: name,
      name: 'cache on',
      at: hub.changedAt,
      targets: [{ signal: 'throughput', change: 0.2 }],
    });
    proven = await eventually({ what: 'throughput is proven better', withinMs: 60_000 }, async () => {
      const found = await impact(server, name);
      const throughput = found.signals.find(({ signal }) => signal === 'throughput');
      return throughput?.verdict === 'improved' && throughput.target !== null ? found : null;
    });
    const own =
      hub.rate(proven.since ?? 0, proven.until ?? 0) / hub.rate(hub.begun + 1000, hub.changedAt) - 1;
    expect(proven).toMatchObject({ baseline: before, since: hub.changedAt });
    const { low, high, change: told } = signalOf(proven, 'throughput');
    expect(own).toBeGreaterThan(low ?? Infinity);
    expect(own).toBeLessThan(high ?? -Infinity);
    expect(Math.abs(own - (told ?? 0))).toBeLessThan(0.02);
    expect(signalOf(proven, 'throughput')).toMatchObject({ target: { change: 0.2, state: 'met' } });
  });

  it('stands in the plain frame in percent', async () => {
    const frame = (await viewer.frame('the impact is told', (each) => {
      const told = (each as unknown as Told).optimization_impact;
      return told['improvement_percent'] !== null && told['baseline'] === before;
    })) as unknown as Told;
    expect(frame.optimization_impact['improvement_percent']).toBeGreaterThan(20);
    await viewer.frame('the score is told', ({ current }) => (current['optimization_score'] ?? 0) > 50);
  });

  it('stands on the dashboard, as text, with what it stands on', async () => {
    const throughput = page.getByTestId('impact-throughput');
    await has(page, 'impact-throughput', 'data-verdict', 'improved');
    await has(page, 'impact-overall', 'data-verdict', 'improved');
    expect(await page.getByTestId('against').textContent()).toContain(`against “${before}”`);
    // It is better before it is known to be as much better as was asked for.
    await throughput.filter({ hasText: /Better, target met$/ }).waitFor({ timeout: 60_000 });
    await throughput.getByRole('button').click();
    await throughput.locator('.before-after').waitFor();
    await throughput.locator('.assumptions li').first().waitFor();
    expect(await throughput.locator('.explained').textContent()).toContain('Target');
    expect(faults).toEqual([]);
  });

  it('is kept under a link that shows it as it was, and saved as a picture', async () => {
    await page.getByTestId('share-impact').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('save-picture').click(),
    ]);
    const picture = await readFile(await download.path());
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    // Drawn twice as large as it is shown, and no empty canvas.
    expect(picture.readUInt32BE(16)).toBe(1520);
    expect(picture.length).toBeGreaterThan(20_000);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copying = page.getByRole('button', { name: 'Copy a permanent link' });
    await copying.click();
    await copying.filter({ hasText: 'Copied' }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await openPage(browser, link, { viewport: { width: 1440, height: 900 } });
    await has(other.page, 'kept-verdict', 'data-state', 'improved');
    const kept = other.page.getByTestId('kept-verdict');
    expect(await kept.textContent()).toContain(`against “${before}”`);
    expect(await kept.getByTestId('impact-throughput').getAttribute('data-verdict')).toBe('improved');
    expect(await barriers(other.page)).toEqual([]);
    expect(other.faults).toEqual([]);
    await other.page.context().close();
    await page.keyboard.press('Escape');
  });

  it('lies where a change is found, which becomes a marker by one press where none stands', async () => {
    await page.getByTestId('found-changes').click();
    const found = page.getByTestId('found-change').first();
    await found.waitFor();
    expect(Math.abs(Number(await found.getAttribute('data-at')) - hub.changedAt)).toBeLessThanOrEqual(15_000);
    expect(await found.textContent()).toMatch(/Throughput .* → .*at “cache on”/);
    expect(await barriers(page)).toEqual([]);
    const [asked] = await Promise.all([
      page.waitForResponse((answer) => answer.url().includes(`/hubs/${name}/changes?`)),
      page.getByRole('button', { name: 'Look now' }).click(),
    ]);
    const looked = (await asked.json()) as { readonly looked_at: number };
    expect(Date.now() - looked.looked_at).toBeLessThan(30_000);
    await found.waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the gate', () => {
  it('passes where no regression is proven, and where the target is met', async () => {
    const passing = await hubscope(
      'gate',
      '--signal',
      'throughput',
      '--max-regression',
      '5%',
      '--target',
      '--json',
    );
    expect(JSON.parse(passing.out)).toMatchObject({ passed: true, baseline: before });
    expect(passing.code).toBe(0);
  });

  it('fails where more is asked, for JUnit and beside a run of GitHub Actions', async () => {
    const summary = join(folder, 'summary.md');
    const failing = await command(
      server,
      ['gate', '--hub', name, '--signal', 'throughput', '--min-improvement', '2000%', '--format', 'junit'],
      { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
    );
    expect(failing.code).toBe(1);
    expect(failing.out).toContain('failures="1"');
    expect(failing.err).toMatch(/^::error title=hubscope gate::.*2000\.0 %25/m);
    expect(await readFile(summary, 'utf8')).toContain('### The gate fails.');
  });

  it('is asked too much of a baseline that is not there, and by a server that does not answer', async () => {
    expect((await hubscope('compare', '--baseline', 'none')).code).toBe(2);
    expect((await command(server, ['gate', '--server', 'http://127.0.0.1:9'])).code).toBe(3);
  });

  it.each([
    ['passes', '', 0],
    ['fails', ' --signal throughput --min-improvement 500%', 1],
  ])('%s in the workflow that the documentation shows', async (_, condition, code) => {
    const text = await readFile(new URL('../docs/baselines.md', import.meta.url), 'utf8');
    const steps = [...text.matchAll(/^ {6}- run: (.+)$/gm)].map(([, step = '']) => step);
    expect(steps).toHaveLength(4);
    const script = steps
      .join('\n')
      .replaceAll('npx hubscope', `"${process.execPath}" "${hubscopeFile}"`)
      .replaceAll('my-hub', name)
      .replaceAll('${{ github.sha }}', `abc${String(code)}`)
      .replace('./deploy.sh', 'true')
      .replace('--wait 15m', `--wait 2s${condition}`);
    const file = join(folder, 'workflow.sh');
    await writeFile(file, `set -e\n${script}\n`);
    const ran = await run('bash', [file], { HUBSCOPE_URL: server.api, GITHUB_ACTIONS: 'true' });
    expect(`${ran.out}${ran.err}`).toContain(`marked deploy abc${String(code)}`);
    expect([ran.code, ran.out + ran.err]).toEqual([
      code,
      expect.stringContaining(`The gate ${code === 0 ? 'passes' : 'fails'}.`),
    ]);
  });
});

describe('the past', () => {
  it('is marked, listed and compared from the command line', async () => {
    const marked = await hubscope('mark', 'again', '--target', 'throughput +5%', '--json');
    expect(JSON.parse(marked.out)).toMatchObject({
      name: 'again',
      hub: name,
      targets: [{ signal: 'throughput', change: 0.05 }],
    });
    const listed = JSON.parse((await hubscope('baseline', 'list', '--json')).out) as readonly {
      name: string;
    }[];
    expect(listed.map((each) => each.name)).toContain(before);
    expect((await hubscope('compare', '--markdown')).out).toContain('| Throughput |');
  });

  it('is found to have changed where it did, in a thread of its own', async () => {
    const { out, code } = await hubscope('changes', '--signal', 'throughput', '--json');
    expect(code).toBe(0);
    const [found] = JSON.parse(out) as readonly { at: number; change: number; p: number }[];
    expect(Math.abs((found?.at ?? 0) - hub.changedAt)).toBeLessThanOrEqual(15_000);
    expect(found?.change).toBeGreaterThan(0.3);
  });
});

describe('a moment', () => {
  it('is marked by a key and a name, with what it is meant to bring, and compared from then on', async () => {
    const other = await openPage(browser, `${server.dashboard}?hub=${name}`, {
      viewport: { width: 1440, height: 900 },
    });
    await has(other.page, 'mark-moment', 'aria-expanded', 'false');
    await other.page.keyboard.press('m');
    await other.page.getByLabel('What happens now?').fill('cache off');
    await other.page.getByLabel('Meant to better').selectOption({ label: 'Throughput' });
    await other.page.getByLabel('by %').fill('12,5');
    expect(await barriers(other.page)).toEqual([]);
    const asked = Date.now();
    await other.page.getByRole('button', { name: 'Mark', exact: true }).click();
    await has(other.page, 'mark-moment', 'aria-expanded', 'false');
    const [made] = (await markers(server, name)).filter((each) => each.name === 'cache off');
    expect(made?.targets).toEqual([{ signal: 'throughput', change: 0.125 }]);
    expect(Math.abs((made?.at ?? 0) - asked)).toBeLessThan(10_000);
    await eventually({ what: 'the panel compares since it', withinMs: 30_000 }, async () => {
      return (await impact(server, name)).since === Math.ceil((made?.at ?? 0) / 1000) * 1000 ? true : null;
    });
    expect(other.faults).toEqual([]);
    await other.page.context().close();
  });
});
