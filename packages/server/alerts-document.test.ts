import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writtenRule, type Rule } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { loadConfig } from './config/load.js';
import { Court } from './judge/testing/court.js';

const page = await readFile(new URL('../../docs/alerts.md', import.meta.url), 'utf8');

/** The rule by which docs/alerts.md tells that a hub is down, as the file and as the API take it. */
async function documented(): Promise<readonly Rule[]> {
  const yaml = [...page.matchAll(/^```yaml\n([^`]*?)^```$/gm)].find(([, text]) =>
    text?.includes('no_data: fire'),
  )?.[1];
  const json = /-d '(\{"name":"Hub is down".*\})'$/m.exec(page)?.[1];
  const folder = await mkdtemp(join(tmpdir(), 'hubscope-alerts-'));
  try {
    await writeFile(join(folder, 'hubscope.yaml'), yaml ?? '');
    const { rules } = await loadConfig(join(folder, 'hubscope.yaml'), {});
    return [...(rules ?? []), writtenRule.parse(JSON.parse(json ?? ''))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the rule of docs/alerts.md on a hub that is down', () => {
  it('is the same in the file and by API', async () => {
    const [first, second, ...others] = await documented();
    expect(first).toMatchObject({ name: 'Hub is down', no_data: 'fire' });
    expect(second).toEqual(first);
    expect(others).toEqual([]);
  });

  it('tells when the hub has been silent for half a minute, beside which its other alerts are hidden, and when it is back', async () => {
    const warm = { name: 'Warm', signal: 'memory', threshold: 100, no_data: 'resolve' as const };
    const court = await new Court({ rules: [...(await documented()).slice(0, 1), warm] }).open();
    court.second('shop', { throughput: 5, memory: 50 });
    for (let n = 0; n < 29; n += 1) court.silent('shop');
    expect(court.heard()).toEqual([]);
    court.silent('shop');
    expect(court.heard()).toEqual(['fired Hub is down']);
    for (let n = 0; n < 5; n += 1) court.second('shop', { throughput: 5, memory: 50 });
    expect(court.heard()).toEqual(['fired Hub is down', 'resolved Hub is down']);
  });

  it('tells nothing of a hub that idles', async () => {
    const court = await new Court({ rules: (await documented()).slice(0, 1) }).open();
    for (let n = 0; n < 60; n += 1) court.second('shop', { throughput: 0 });
    expect(court.judge.alerts().alerts).toEqual([]);
  });
});
