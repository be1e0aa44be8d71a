import type { Browser } from 'playwright-core';
import { openPage } from '../harness/browser.js';
import { eventually } from '../harness/eventually.js';
import { serve, type Served } from '../harness/server.js';
import { ToldHub, type Told } from './told-hub.js';

const usual = { rate: 60, tookMs: 120, memoryMb: 64, cpuMs: 5 };
const base = { before: usual, varies: 0.35, since: 52, closed: true };

/** The panel in each of its verdicts: what a small program tells, judged and drawn by the product. */
const verdicts: readonly (Told & { readonly wanted: string; readonly marker: string })[] = [
  {
    ...base,
    name: 'impact-better',
    marker: 'cache on',
    after: { rate: 96, tookMs: 74, memoryMb: 55, cpuMs: 3.4 },
    wanted: 'improved',
  },
  {
    ...base,
    name: 'impact-worse',
    marker: 'model v3',
    after: { rate: 42, tookMs: 180, memoryMb: 75, cpuMs: 6.2 },
    wanted: 'regressed',
  },
  { ...base, name: 'impact-same', marker: 'refactoring', after: usual, varies: 0.01, wanted: 'same' },
  {
    ...base,
    name: 'impact-not-yet-known',
    marker: 'batching on',
    after: { rate: 68, tookMs: 120, memoryMb: 60, cpuMs: 4.6 },
    varies: 0.3,
    since: 30,
    wanted: 'unknown',
  },
  {
    ...base,
    name: 'impact-unknown',
    marker: 'new customers',
    after: { ...usual, rate: 130, tookMs: 190 },
    closed: false,
    wanted: 'unknown',
  },
];

export const verdictNames: readonly string[] = [...verdicts.map(({ name }) => name), 'impact-shared'];

async function posted(server: Served, path: string, body: object): Promise<void> {
  const answer = await fetch(`${server.api}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${await answer.text()}`);
}

async function judged(server: Served, hub: string, wanted: string): Promise<void> {
  await eventually({ what: `${hub} is judged ${wanted}`, withinMs: 120_000 }, async () => {
    const answer = await fetch(`${server.api}/api/v1/hubs/${hub}/impact`);
    const { overall_verdict: verdict, seconds } = (await answer.json()) as {
      overall_verdict: string;
      seconds: number;
    };
    return verdict === wanted && seconds > 40 ? true : null;
  });
}

/** Takes the chosen pictures of the panel. @param keep writes one of them */
export async function takeVerdicts(
  browser: Browser,
  wanted: readonly string[],
  keep: (name: string, shot: Buffer) => Promise<void>,
): Promise<void> {
  const server = await serve();
  const shared = wanted.includes('impact-shared');
  try {
    for (const told of verdicts) {
      const { name, marker } = told;
      const pictured = shared && name === 'impact-better';
      if (!wanted.includes(name) && !pictured) continue;
      const hub = new ToldHub(server, { ...told, name: 'shop' + name.slice('impact'.length) });
      await hub.start();
      const of = 'shop' + name.slice('impact'.length);
      await eventually({ what: `${of} is known`, withinMs: 30_000 }, async () => {
        const known = (await (await fetch(`${server.api}/api/v1/hubs`)).json()) as readonly {
          name: string;
        }[];
        return known.some((each) => each.name === of) ? true : null;
      });
      const [from, at] = [hub.begun + 1000, hub.changedAt];
      await posted(server, '/baselines', { hub: of, name: `before ${marker}`, from, to: at });
      const targets = name === 'impact-better' ? [{ signal: 'throughput', change: 0.4 }] : [];
      await posted(server, '/markers', { hub: of, name: marker, at, targets });
      await judged(server, of, told.wanted);
      const look = {
        viewport: { width: 1440, height: 1000 },
        colorScheme: 'light',
        deviceScaleFactor: 2,
      } as const;
      const { page, faults } = await openPage(browser, `${server.dashboard}?hub=${of}`, look);
      await page.locator(`[data-testid=impact][data-state=${told.wanted}]`).waitFor();
      await page.waitForTimeout(500);
      if (wanted.includes(name)) await keep(name, await page.getByTestId('impact').screenshot());
      if (pictured) {
        await page.getByTestId('share-impact').click();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByTestId('save-picture').click(),
        ]);
        const stream = await download.createReadStream();
        const parts: Buffer[] = [];
        for await (const part of stream) parts.push(part as Buffer);
        await keep('impact-shared', Buffer.concat(parts));
      }
      await page.context().close();
      hub.stop();
      if (faults.length > 0) throw new Error(`${name}: ${faults.join('; ')}`);
    }
  } finally {
    await server.process.stop();
  }
}
