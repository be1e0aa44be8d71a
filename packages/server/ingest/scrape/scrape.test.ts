import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { scrapeJob } from '@hubscope/core/wire';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { epochMs, House } from '../prometheus/testing/house.js';
import { Scraper } from './scraper.js';
import { closeServed, served, targetOf } from './testing/served.js';

afterEach(closeServed);

/** Fetches each second what `text` says then. */
async function play(text: (tick: number) => string, type: string, seconds = 6): Promise<House> {
  const house = new House();
  let tick = 0;
  const host = await served((_, answer) => {
    answer.setHeader('content-type', type);
    answer.setHeader('content-encoding', 'gzip');
    answer.end(gzipSync(text(tick)));
  });
  const fetched = targetOf(house, host);
  for (; tick <= seconds; tick += 1) {
    house.until(tick + 0.1);
    await fetched.scrape();
    expect(fetched.state).toMatchObject({ up: 1, error: null });
  }
  house.until(seconds + 2);
  return house;
}

describe('a page of metrics', () => {
  it('in Prometheus’ text makes gauges, counters and histograms', async () => {
    const house = await play(
      (tick) => `# HELP http_server_request_duration_seconds Durations
# TYPE http_server_request_duration_seconds histogram
http_server_request_duration_seconds_bucket{path="/a \\"b\\"",le="0.1"} ${String(5 * tick)}
http_server_request_duration_seconds_bucket{path="/a \\"b\\"",le="+Inf",} ${String(5 * tick)}
http_server_request_duration_seconds_sum{path="/a \\"b\\""} ${String(0.25 * tick)}
http_server_request_duration_seconds_count{path="/a \\"b\\""} ${String(5 * tick)}
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 5e7
process_cpu_seconds_total ${String(0.25 * tick)} ${String(epochMs + tick * 1000)}
go_gc_duration_seconds{quantile="0.5"} NaN
`,
      'text/plain; version=0.0.4',
    );
    expect(house.value('shop', 3, 'throughput')).toBeCloseTo(5);
    expect(house.value('shop', 3, 'latency.mean')).toBeCloseTo(50);
    expect(house.value('shop', 3, 'memory')).toBeCloseTo(50);
    expect(house.value('shop', 3, 'cpu')).toBeCloseTo(25);
  });

  it('in OpenMetrics says when its counters began, and must have its end', async () => {
    const house = await play(
      (tick) => `# TYPE process_cpu_seconds counter
process_cpu_seconds_total ${String(2 + 0.5 * tick)} # {trace_id="x"} 1
process_cpu_seconds_created ${String(epochMs / 1000 - 4)}
# EOF
`,
      'application/openmetrics-text; version=1.0.0',
    );
    expect(house.value('shop', 0, 'cpu')).toBeCloseTo(50, 0);
    const cut = targetOf(
      house,
      await served((_, answer) => {
        answer.setHeader('content-type', 'application/openmetrics-text');
        answer.end('process_cpu_seconds_total 1\n');
      }),
    );
    await cut.scrape();
    expect(cut.state).toMatchObject({ up: 0, error: expect.stringContaining('cut short') as string });
  });

  it('with a line that is too long is read without it, and that is counted', async () => {
    const house = new House();
    const host = await served((_, answer) => {
      answer.end(`process_resident_memory_bytes{note="${'x'.repeat(70_000)}"} 5e7\nqueue_depth 3\n`);
    });
    const fetched = targetOf(house, host);
    house.until(0.1);
    await fetched.scrape();
    expect(fetched.state).toMatchObject({ up: 1, samples: 1 });
    expect(house.dropped('shop')).toMatchObject({ bad_line: 1 });
  });

  it('of a stock client is understood', async () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const durations = new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Durations',
      registers: [registry],
    });
    const house = new House();
    const host = await served((_, answer) => {
      void registry
        .metrics()
        .then((text) => answer.setHeader('content-type', registry.contentType).end(text));
    });
    const fetched = targetOf(house, host);
    for (let tick = 0; tick <= 5; tick += 1) {
      house.until(tick + 0.1);
      await fetched.scrape();
      for (let each = 0; each < 3; each += 1) durations.observe(0.02);
    }
    house.until(7);
    expect(fetched.state.up).toBe(1);
    expect(house.value('shop', 3, 'throughput')).toBeCloseTo(3);
    expect(house.value('shop', 3, 'memory')).toBeGreaterThan(10);
  });
});

describe('a target that fails', () => {
  it.each([
    ['answers with an error', 'it answered 500'],
    ['sends more than the limit', 'larger than'],
    ['sends more samples than the limit', 'more than 1000 samples'],
    ['sends what is no page', "can't be read"],
    ['does not answer', 'in time'],
  ])('is down when it %s', async (what, error) => {
    const house = new House();
    const host = await served((_, answer) => {
      if (what.includes('error')) answer.statusCode = 500;
      if (what.includes('than the limit') && !what.includes('samples')) answer.write('#'.repeat(200_000));
      if (what.includes('samples')) for (let each = 0; each < 1001; each += 1) answer.write(`a 1\n`);
      if (what.includes('no page')) answer.write('a{b=1} 1\n');
      if (!what.includes('does not answer')) answer.end();
    });
    const fetched = targetOf(house, host, { timeoutMs: 300 });
    await fetched.scrape();
    expect(fetched.state).toMatchObject({
      up: 0,
      samples: 0,
      error: expect.stringContaining(error) as string,
    });
  });

  it.each([
    ['the address of a cloud’s secrets', 'http://169.254.169.254/latest/meta-data/', 'another address'],
    ['this machine', 'http://localhost:9/metrics', 'another address'],
    ['what is no address', 'http://', 'another address'],
    ['itself, in a circle', '/metrics', 'it answered 302'],
  ])('is down when it sends to %s, and nobody else is asked', async (_, location, error) => {
    let asked = 0;
    const host = await served((_request, answer) => {
      asked += 1;
      answer.writeHead(302, { location }).end();
    });
    const fetched = targetOf(new House(), host);
    await fetched.scrape();
    expect(fetched.state).toMatchObject({ up: 0, error: expect.stringContaining(error) as string });
    expect(asked).toBeLessThan(3);
  });

  it('is up when it sends to another path of its own', async () => {
    const host = await served(({ url }, answer) => {
      if (url === '/metrics/') answer.end('a 1\n');
      else answer.writeHead(301, { location: '/metrics/' }).end();
    });
    const fetched = targetOf(new House(), host);
    await fetched.scrape();
    expect(fetched.state).toMatchObject({ up: 1, samples: 1 });
  });

  it('is down when nobody listens there', async () => {
    const fetched = targetOf(new House(), '127.0.0.1:1');
    await fetched.scrape();
    expect(fetched.state.up).toBe(0);
  });
});

describe('the scraper', () => {
  it('follows a file of targets, and keeps them while it is bad', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hubscope-scrape-'));
    const file = join(folder, 'targets.json');
    const host = await served((_, answer) => answer.end('process_resident_memory_bytes 1\n'));
    await writeFile(file, JSON.stringify([{ targets: [host], labels: { hub: 'jobs' } }]));
    const { clock, mappings, table, sink } = new House();
    const scraper = new Scraper([scrapeJob.parse({ job: 'a', file, interval: 3600 })], {
      clock,
      mappings,
      table,
      sink,
    });
    await scraper.start();
    expect(scraper.states()).toMatchObject([{ url: `http://${host}/metrics`, job: 'a' }]);
    await writeFile(file, '{"targets": 1}  ');
    await scraper.look();
    expect(scraper.states()).toHaveLength(1);
    expect(scraper.faults()).toEqual([expect.stringContaining(file)]);
    await writeFile(file, '- targets: [other:1/x, "http://["]');
    await scraper.look();
    expect(scraper.states().map(({ url }) => url)).toEqual(['http://other:1/x']);
    expect(scraper.faults()).toEqual([expect.stringContaining('is no address')]);
    scraper.stop();
    await rm(folder, { recursive: true });
  });
});

describe('how fetches go', () => {
  const row = { unit: '', better: 'higher', fold: 'sum', decimals: 1, factor: 1, attributes: {} } as const;
  const own = [
    { ...row, name: 'target_up', metric: 'up' },
    { ...row, name: 'scrape_seconds', metric: 'scrape_duration_seconds' },
    { ...row, name: 'scrape_samples', metric: 'scrape_samples_scraped' },
  ];

  it('is told by metrics of the hub, for signals: also that a target is down', async () => {
    const house = new House(own);
    let tick = 0;
    const host = await served((_, answer) => {
      if (tick >= 3 && tick < 6) answer.statusCode = 500;
      answer.end('process_resident_memory_bytes 5e7\nqueue_depth 3\n');
    });
    const fetched = targetOf(house, host);
    for (; tick <= 9; tick += 1) {
      house.until(tick + 0.1);
      await fetched.scrape();
      expect(fetched.state.up).toBe(tick >= 3 && tick < 6 ? 0 : 1);
    }
    house.until(11);
    // A value stands for the time since the one before it.
    for (const second of [0, 1, 6, 7]) {
      expect(house.value('shop', second, 'target_up')).toBe(1);
      expect(house.value('shop', second, 'scrape_samples')).toBe(2);
      expect(house.value('shop', second, 'scrape_seconds')).toBeGreaterThan(0);
    }
    for (const second of [3, 4]) {
      expect(house.value('shop', second, 'target_up')).toBe(0);
      expect(house.value('shop', second, 'scrape_samples')).toBe(0);
    }
    expect(house.dropped('shop')).toEqual({});
  });

  it('is told of one that nobody ever heard from', async () => {
    const house = new House(own);
    const fetched = targetOf(house, '127.0.0.1:1');
    for (let tick = 0; tick <= 4; tick += 1) {
      house.until(tick + 0.1);
      await fetched.scrape();
    }
    house.until(8);
    expect(house.value('shop', 2, 'target_up')).toBe(0);
  });
});
