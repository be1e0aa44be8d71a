import { baselineFile, impact, type ImpactView } from '@hubscope/core/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { hub, pointOf, start, World } from './testing/world.js';

let world: World;
beforeEach(async () => {
  world = await new World().open();
});

const slow = { throughput: 20, latency: 100, memory: 200 };
const fast = { throughput: 30, latency: 60, memory: 200 };

async function view(component: string | null = null): Promise<ImpactView> {
  return impact.parse(await world.stage.view(hub, component));
}

async function capture(name: string, from: number, to: number): Promise<string> {
  const { id } = await world.stage.capture({ hub, name, from: from * 1000, to: to * 1000 });
  return id;
}

const row = ({ signals }: ImpactView, name: string): ImpactView['signals'][number] | undefined =>
  signals.find(({ signal }) => signal === name);

describe('an impact', () => {
  it('is null throughout where there is no baseline, and says what to do', async () => {
    await world.pass(30, slow);
    const found = await view();
    expect(found).toMatchObject({ baseline: null, since: null, overall: null, score: null, signals: [] });
    expect(found.advice).toContain('baseline');
  });

  it('proves what a captured baseline and what follows it differ by', async () => {
    await world.pass(180, slow);
    await capture('before', start, start + 180);
    await world.pass(180, fast);
    const found = await view();
    expect(found).toMatchObject({ baseline: 'before', since: (start + 180) * 1000, seconds: 180 });
    const throughput = row(found, 'throughput');
    expect(throughput).toMatchObject({ verdict: 'improved', words: 'better', unit: 'ops/s' });
    expect(throughput?.low).toBeLessThan(0.5);
    expect(throughput?.high).toBeGreaterThan(0.5);
    expect(row(found, 'latency.p95')).toMatchObject({ verdict: 'improved', title: 'Latency P95' });
    expect(found.score).toBeGreaterThan(50);
    expect(world.failures).toEqual([]);
  });

  it('keeps the steady stretch before a marker by itself, and compares since the marker', async () => {
    await world.pass(100, slow);
    const marker = world.mark('cache on');
    await world.pass(120, fast);
    const found = await view();
    expect(found).toMatchObject({ baseline: 'before cache on', marker, since: marker.at });
    expect(row(found, 'throughput')?.verdict).toBe('improved');
    expect(world.stage.baselines(hub)[0]).toMatchObject({ origin: 'automatic', marker_id: marker.id });
  });

  it('forgets with a marker that is taken back what was kept for it, and what was chosen since it', async () => {
    await world.pass(100, slow);
    const marker = world.mark('cache on');
    await world.pass(120, fast);
    await view();
    await world.stage.compare(hub, { baseline: null, since: marker.id });
    world.unmark(marker);
    expect((await view()).baseline).toBeNull();
    expect(world.stage.baselines(hub)).toEqual([]);
    expect((await world.stage.comparison(hub)).chosen).toBe(false);
    expect(world.failures).toEqual([]);
  });

  it('leaves out of an automatic baseline what came before the hub was steady', async () => {
    await world.pass(300, fast);
    await world.pass(300, slow);
    world.mark('cache on');
    await world.pass(20, fast);
    expect(world.stage.baselines(hub)[0]?.from).toBeGreaterThanOrEqual((start + 290) * 1000);
  });

  it('says whether a target was met', async () => {
    await world.pass(120, slow);
    world.mark('cache on', { targets: [{ signal: 'throughput', change: 0.2 }] });
    await world.pass(180, fast);
    expect(row(await view(), 'throughput')?.target).toEqual({ change: 0.2, state: 'met' });
  });

  it('leaves the warm-up after a new version out', async () => {
    await world.pass(120, slow);
    world.mark('version 2', { origin: 'version' });
    await world.pass(60, fast);
    const found = await view();
    expect(found.set_aside).toBe(30);
    expect(found.load).toContain('30 s after a restart were set aside');
  });

  it('takes what a marker promises where it is set in the past, at a baseline’s end', async () => {
    await world.pass(120, slow);
    await capture('before', start, start + 120);
    await world.pass(120, fast);
    world.mark('cache on', { at: (start + 120) * 1000, targets: [{ signal: 'throughput', change: 0.2 }] });
    await world.pass(10, fast);
    const found = await view();
    expect(found).toMatchObject({ baseline: 'before', marker: { name: 'cache on' } });
    expect(row(found, 'throughput')?.target).toEqual({ change: 0.2, state: 'met' });
  });

  it('leaves the warm-up after a new version out of any two stretches too', async () => {
    await world.pass(120, slow);
    world.mark('version 2', { origin: 'version' });
    await world.pass(120, fast);
    const sides = {
      before: { from: start * 1000, to: (start + 120) * 1000 },
      after: { from: (start + 120) * 1000, to: (start + 240) * 1000 },
    };
    expect(await world.stage.compareStretches(hub, null, sides)).toMatchObject({ set_aside: 30 });
  });

  it('is no verdict on throughput where the hub does what it is asked to', async () => {
    world.closedLoad = false;
    await world.pass(120, slow);
    await capture('before', start, start + 120);
    await world.pass(120, fast);
    const found = row(await view(), 'throughput');
    expect(found).toMatchObject({ verdict: 'unknown', counts: false, words: 'follows demand' });
  });

  it('goes on where it was after a restart of the server', async () => {
    await world.pass(120, slow);
    await capture('before', start, start + 120);
    await world.pass(100, fast);
    const before = await view();
    await world.restart();
    const after = await view();
    const told = ({ signals }: ImpactView): unknown =>
      signals.map(({ signal, change, low, high, verdict }) => {
        const rounded = [change, low, high].map((value) => value?.toFixed(9) ?? null);
        return { signal, rounded, verdict };
      });
    expect(told(after)).toEqual(told(before));
    await world.pass(20, fast);
    expect((await view()).seconds).toBe(120);
  });

  it('is known of a component too', async () => {
    await world.pass(120, slow);
    await capture('before', start, start + 120);
    await world.pass(120, fast);
    const found = await view('agent:planner');
    expect(found.component).toBe('agent:planner');
    expect(row(found, 'latency.mean')?.verdict).toBe('improved');
    await world.pass(60, slow);
    expect(row(await view('agent:planner'), 'latency.mean')?.after).toBeGreaterThan(60);
  });

  it('is told every 5 s, and at once where a verdict changes', async () => {
    await world.pass(120, slow);
    await capture('before', start, start + 120);
    await view();
    world.news.length = 0;
    await world.pass(120, fast);
    expect(world.news.length).toBeGreaterThanOrEqual(24);
    expect(world.news.length).toBeLessThan(60);
    expect(world.news.at(-1)?.overall_verdict).toBe('improved');
  });

  it.each([
    ['one second', 1],
    ['gaps only', 0],
  ])('is unknown against a baseline of %s, and says why', async (_, seconds) => {
    await world.pass(seconds, slow);
    const id = await capture('poor', start - 100, start + seconds);
    await world.pass(60, fast);
    await world.stage.compare(hub, { baseline: id, since: null });
    await world.pass(1, fast);
    const found = await view();
    expect(found.baseline).toBe('poor');
    for (const signal of found.signals) {
      expect(signal).toMatchObject({ change: null, low: null, high: null, verdict: 'unknown' });
      expect(signal.reason).not.toBeNull();
    }
    expect(found.score).toBeNull();
  });
});

describe('what is compared', () => {
  it('can be chosen, stays chosen after a restart, and given back', async () => {
    await world.pass(120, slow);
    await capture('first', start, start + 120);
    await world.pass(60, slow);
    const marker = world.mark('cache on');
    await world.pass(60, fast);
    expect(await world.stage.comparison(hub)).toMatchObject({ chosen: false });
    await world.stage.compare(hub, { baseline: 'first', since: start * 1000 + 150_000 });
    const chosen = { chosen: true, baseline: 'first', since: start * 1000 + 150_000 };
    expect(await world.stage.comparison(hub)).toMatchObject(chosen);
    await world.restart();
    await world.pass(1, fast);
    expect(await world.stage.comparison(hub)).toMatchObject(chosen);
    await world.stage.compare(hub, { baseline: null, since: null });
    expect(await world.stage.comparison(hub)).toMatchObject({ chosen: false, since: marker.at });
  });

  it('is refused where the baseline or the marker is none', async () => {
    await world.pass(70, slow);
    await expect(world.stage.compare(hub, { baseline: 'none', since: null })).rejects.toMatchObject({
      code: 'unknown_baseline',
    });
    await expect(world.stage.compare(hub, { baseline: null, since: 'none' })).rejects.toMatchObject({
      code: 'unknown_marker',
    });
  });

  it('may be two stretches of the past', async () => {
    await world.pass(120, slow);
    await world.pass(120, fast);
    const [from, middle, to] = [start * 1000, (start + 120) * 1000, (start + 240) * 1000];
    const found = await world.stage.compareStretches(hub, null, {
      before: { from, to: middle },
      after: { from: middle, to },
    });
    expect(row(found, 'latency.mean')?.verdict).toBe('improved');
  });
});

describe('a marker in the future', () => {
  it('plays no part before its moment, and is compared from then on', async () => {
    await world.pass(120, slow);
    const marker = world.mark('cache on', { at: (start + 180) * 1000 });
    await world.pass(30, slow);
    expect(await view()).toMatchObject({
      baseline: null,
      since: null,
      overall: null,
      score: null,
      signals: [],
    });
    await world.pass(120, fast);
    expect(await view()).toMatchObject({ baseline: 'before cache on', since: marker.at });
  });
});

describe('a verdict', () => {
  it('can be opened: batches, the interval as it narrowed, and what it takes for granted', async () => {
    await world.pass(180, slow);
    await capture('before', start, start + 180);
    await world.pass(180, fast);
    const detail = await world.stage.detail(hub, null, 'latency');
    expect(detail.batches_before).toBeGreaterThan(5);
    expect(detail.history.length).toBeGreaterThan(10);
    const widths = detail.history.flatMap(({ low, high }) =>
      low === null || high === null ? [] : [high - low],
    );
    expect(widths.at(-1)).toBeLessThan(widths[0] ?? 0);
    expect(detail.assumptions.find(({ name }) => name === 'Steady baseline')?.state).toBe('holds');
    await expect(world.stage.detail(hub, null, 'busy')).rejects.toMatchObject({ code: 'unknown_signal' });
  });

  it('is kept as it was under its link', async () => {
    await world.pass(120, slow);
    await capture('before', start, start + 120);
    await world.pass(60, fast);
    const { id, impact: was } = await world.stage.share(hub, null);
    await world.pass(60, slow);
    await world.restart();
    expect(world.stage.shared(id)?.impact).toEqual(was);
    expect(world.stage.shared('none')).toBeNull();
  });
});

describe('a baseline', () => {
  it('comes back from its file with the same verdicts', async () => {
    await world.pass(120, slow);
    const id = await capture('before', start, start + 120);
    const first = world.stage.baseline(id, null);
    const file = await world.stage.exportBaseline(first);
    const copy = await world.stage.importBaseline(baselineFile.parse(JSON.parse(JSON.stringify(file))));
    expect(copy).toMatchObject({ name: 'before', origin: 'import', quality: first.quality });
    expect(copy.id).not.toBe(id);
    await world.pass(60, fast);
    const against = async (baseline: string): Promise<ImpactView['signals']> => {
      await world.stage.compare(hub, { baseline, since: null });
      return (await view()).signals;
    };
    expect(await against(copy.id)).toEqual(await against(id));
  });

  it('of another unit is not compared: that signal is unknown, and it is said', async () => {
    await world.pass(120, slow);
    const id = await capture('before', start, start + 120);
    const file = await world.stage.exportBaseline(world.stage.baseline(id, null));
    expect(file.units).toMatchObject({ memory: 'MB', latency: 'ms' });
    const copy = await world.stage.importBaseline({ ...file, units: { ...file.units, memory: 'GiB' } });
    expect(copy.quality.advice[0]).toBe('memory is left out: it is in GiB there, and in MB here.');
    await world.stage.compare(hub, { baseline: copy.id, since: null });
    await world.pass(60, fast);
    const found = await view();
    expect(row(found, 'memory')).toMatchObject({ change: null, verdict: 'unknown' });
    expect(row(found, 'memory')?.reason).toContain('holds no value of it');
    expect(row(found, 'latency.p95')?.verdict).toBe('improved');
  });

  it('is gone when it is deleted, with its points, and nothing is compared with it', async () => {
    await world.pass(120, slow);
    const id = await capture('before', start, start + 120);
    await world.stage.compare(hub, { baseline: id, since: null });
    await world.stage.removeBaseline(world.stage.baseline(id, null));
    expect(await world.stage.comparison(hub)).toMatchObject({ chosen: false, baseline: null });
    expect([...world.records.all].filter(([name, kept]) => name.includes(id) && kept.size > 0)).toEqual([]);
  });

  it.each([
    ['empty', 5, 5],
    ['reversed', 5, 4],
    ['not over', 0, 1000],
    ['longer than a day', -90_000, 0],
  ])('is refused of a stretch that is %s', async (_, from, to) => {
    await world.pass(10, slow);
    await expect(capture('bad', start + from, start + to)).rejects.toMatchObject({ code: 'bad_range' });
  });

  it('says how good it is', async () => {
    await world.pass(180, slow);
    await capture('good', start, start + 180);
    await capture('short', start, start + 20);
    await world.pass(180, fast);
    await capture('uneven', start + 60, start + 300);
    const grade = (name: string): unknown => world.stage.baseline(name, hub).quality;
    expect(grade('good')).toMatchObject({
      grade: 'good',
      steady: true,
      gaps: 0,
      known_seconds: 180,
      advice: [],
    });
    expect(grade('short')).toMatchObject({ grade: 'weak', steady: null });
    expect(grade('uneven')).toMatchObject({ grade: 'weak', steady: false });
  });
});

describe('changes', () => {
  it('are found where a signal took another level, better or worse, and are suggested by the hour', async () => {
    world.at = start - (start % 3600) + 3600 - 600;
    const change = world.at + 300;
    await world.pass(300, slow);
    await world.pass(310, fast);
    const found = await world.stage.changes(hub, { signal: null, from: null, p: 0.001, minChange: 0.05 });
    const latency = found.changes.find(({ signal }) => signal === 'latency.mean');
    expect(Math.abs((latency?.at ?? 0) / 1000 - change)).toBeLessThanOrEqual(5);
    expect(latency?.change).toBeGreaterThan(0.3);
    const hourly = await world.stage.suggested(hub);
    expect(hourly.looked_at % 3_600_000).toBeLessThan(60_000);
    expect(hourly.changes.map(({ signal }) => signal)).toContain('throughput');
    const steady = { signal: 'memory', from: null, p: 0.001, minChange: 0.05 };
    expect((await world.stage.changes(hub, steady)).changes).toEqual([]);
    await expect(world.stage.changes(hub, { ...steady, signal: 'nothing' })).rejects.toMatchObject({
      code: 'unknown_signal',
    });
  });
});

describe('two variants at once', () => {
  const shares = async (seconds: number, factor: number): Promise<void> => {
    for (let count = 0; count < seconds; count += 1) {
      // Load and latency rise and fall together for both, far more than they differ.
      const latency = 100 * (1 + 0.5 * Math.sin(count / 40)) * (1 + 0.05 * Math.sin(9 * count));
      const at = world.at;
      await world.close(pointOf(at, { throughput: 20, latency }), [
        pointOf(at, { throughput: 18, latency }, 'variant:a'),
        pointOf(
          at,
          { throughput: 2, latency: latency * factor * (1 + 0.05 * Math.cos(7 * count)) },
          'variant:b',
        ),
      ]);
    }
  };

  it('are compared with each other, moment by moment', async () => {
    await shares(300, 0.8);
    const found = await world.stage.compareVariants(hub, { before: 'a', after: 'b' });
    const mean = found.signals.find(({ signal }) => signal === 'latency.mean');
    expect(mean).toMatchObject({ title: 'Latency mean', verdict: 'improved', pairs: 30 });
    expect(mean?.low).toBeGreaterThan(0.15);
    expect(mean?.high).toBeLessThan(0.25);
  });

  it('of which one is not there are unknown, with the reason', async () => {
    await shares(100, 1);
    const { signals } = await world.stage.compareVariants(hub, { before: 'a', after: 'c' });
    expect(signals[0]).toMatchObject({ verdict: 'unknown', change: null, pairs: 0 });
    expect(signals[0]?.reason).toContain('no pair');
  });
});
