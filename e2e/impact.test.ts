import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { PlainViewer } from '../bench/harness/viewer.js';

const name = 'research-hub';
const command = join(
  dirname(createRequire(import.meta.url).resolve('hubscope/package.json')),
  'bin',
  'hubscope.js',
);

interface Signal {
  readonly signal: string;
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string;
}

interface Impact {
  readonly baseline: string | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly overall: number | null;
  readonly score: number | null;
  readonly signals: readonly Signal[];
}

let server: Served;
let viewer: PlainViewer;
let control: string;
/** The baseline, s since the epoch, its end excluded. */
let from: number;
let to: number;
let proven: Impact;

beforeAll(async () => {
  server = await serve({ args: ['serve', '--demo'] });
  control = (await server.process.line(/^sample hub\s+switches at (\S+)$/))[1] ?? '';
  viewer = await PlainViewer.connect(`${server.ws}?hub=${name}`);
  await viewer.frame('the hub works', ({ current }) => (current['throughput_ops_sec'] ?? 0) > 0);
});

afterAll(async () => {
  viewer.close();
  await server.process.stop();
});

/** Runs the command line against the server; answers what it printed and its exit code. */
function hubscope(...args: readonly string[]): Promise<{ code: number; out: string }> {
  const env = { PATH: process.env['PATH'] ?? '', HUBSCOPE_URL: server.api };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env }, (error, stdout) => {
      resolve({ code: error === null ? 0 : Number(error.code), out: stdout });
    });
  });
}

async function impact(): Promise<Impact> {
  const answer = await fetch(`${server.api}/api/v1/hubs/${name}/impact`);
  return (await answer.json()) as Impact;
}

const throughputOf = ({ signals }: Impact): Signal | undefined =>
  signals.find(({ signal }) => signal === 'throughput');

/** Questions that the hub itself says it answered in `[first, last)`, a second. */
async function ownRate(first: number, last: number): Promise<number> {
  const counts = (await (await fetch(`${control}/counts`)).json()) as {
    readonly perSecond: readonly { readonly second: number; readonly ended: number }[];
  };
  const within = counts.perSecond.filter(({ second }) => second >= first && second < last);
  return within.reduce((sum, { ended }) => sum + ended, 0) / (last - first);
}

describe('the impact of a switch', () => {
  it('is unknown, and every figure null, before there is a baseline', async () => {
    expect(await impact()).toMatchObject({ baseline: null, since: null, overall: null, signals: [] });
    const frame = viewer.newest as unknown as { optimization_impact: Record<string, unknown> };
    expect(new Set(Object.values(frame.optimization_impact))).toEqual(new Set([null]));
  });

  it('has a baseline that a program captured, with 201 and its id', async () => {
    // The hub's first seconds are slower: its code is not compiled yet.
    const warm = Math.floor(Date.now() / 1000) + 3;
    const until = warm + 61;
    await viewer.frame('the baseline has passed', ({ current }) => current.timestamp >= until * 1000, 90_000);
    [from, to] = [warm, until];
    const answer = await fetch(`${server.api}/api/v1/baselines`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ hub: name, name: 'before', from: from * 1000, to: to * 1000 }),
    });
    expect(answer.status).toBe(201);
    const made = (await answer.json()) as { id: string; quality: { known_seconds: number } };
    expect(made.id).not.toBe('');
    expect(made.quality.known_seconds).toBeGreaterThanOrEqual(58);
  });

  it('arrives as a verdict once it is turned, and agrees with the hub’s own log', async () => {
    const turned = await fetch(`${control}/switches`, {
      method: 'POST',
      body: JSON.stringify({ cache: true, balancing: true, batching: true, transfer: true }),
    });
    expect(turned.status).toBe(200);
    const chosen = await fetch(`${server.api}/api/v1/hubs/${name}/comparison`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ baseline: 'before', since: Date.now() + 1000 }),
    });
    expect(chosen.status).toBe(200);
    proven = await eventually({ what: 'throughput is proven better', withinMs: 90_000 }, async () => {
      const found = await impact();
      return throughputOf(found)?.verdict === 'improved' ? found : null;
    });
    const { low, high } = throughputOf(proven) ?? { low: null, high: null };
    const [since, until] = [(proven.since ?? 0) / 1000, (proven.until ?? 0) / 1000];
    const own = (await ownRate(since, until)) / (await ownRate(from, to)) - 1;
    expect(own).toBeGreaterThan(low ?? Infinity);
    expect(own).toBeLessThan(high ?? -Infinity);
  });

  it('stands in the plain frame in percent', async () => {
    const frame = (await viewer.frame('the impact is told', (each) => {
      const { optimization_impact: told } = each as unknown as {
        optimization_impact: Record<string, unknown>;
      };
      return told['improvement_percent'] !== null && told['baseline'] === 'before';
    })) as unknown as { optimization_impact: Record<string, number>; current: Record<string, number | null> };
    expect(frame.optimization_impact['improvement_percent']).toBeGreaterThan(0);
    await viewer.frame('the score is told', ({ current }) => (current['optimization_score'] ?? 0) > 50);
  });

  it('passes a gate that asks for less, and fails one that asks for more', async () => {
    const passing = await hubscope('gate', '--signal', 'throughput', '--max-regression', '5%', '--json');
    expect(JSON.parse(passing.out)).toMatchObject({ passed: true, baseline: 'before' });
    expect(passing.code).toBe(0);
    const failing = await hubscope(
      'gate',
      '--signal',
      'throughput',
      '--min-improvement',
      '2000%',
      '--format',
      'junit',
    );
    expect(failing.out).toContain('failures="1"');
    expect(failing.code).toBe(1);
  });

  it('is marked, listed and compared from the command line', async () => {
    const marked = await hubscope('mark', 'cache on', '--target', 'throughput +5%', '--json');
    expect(JSON.parse(marked.out)).toMatchObject({
      name: 'cache on',
      hub: name,
      targets: [{ signal: 'throughput', change: 0.05 }],
    });
    const listed = JSON.parse((await hubscope('baseline', 'list', '--json')).out) as readonly {
      name: string;
    }[];
    expect(listed.map((each) => each.name)).toContain('before');
    expect((await hubscope('compare', '--baseline', 'none')).code).toBe(2);
    expect((await hubscope('compare', '--markdown')).out).toContain('| Throughput |');
    expect((await hubscope('gate', '--server', 'http://127.0.0.1:9')).code).toBe(3);
  });

  it('is a change that is found in the past, in a thread of its own', async () => {
    const { out, code } = await hubscope('changes', '--signal', 'throughput', '--json');
    expect(code).toBe(0);
    expect(Array.isArray(JSON.parse(out))).toBe(true);
  });
});
