import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { modelServers } from '@hubscope/core/signal';
import { afterEach, describe, expect, it } from 'vitest';
import { House } from '../prometheus/testing/house.js';
import { Target } from './target.js';

const captured = (name: string): string =>
  gunzipSync(readFileSync(new URL(`../testing/captures/pages/${name}.txt.gz`, import.meta.url))).toString();

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** Fetches a page at 0.1 s, and from 1.1 s on another one. */
async function play(before: string, after: string): Promise<House> {
  const house = new House();
  let tick = 0;
  server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/plain; version=0.0.4').end(tick === 0 ? before : after);
  });
  const { port } = await new Promise<{ port: number }>((resolve) => {
    server?.listen(0, '127.0.0.1', () => {
      resolve(server?.address() as { port: number });
    });
  });
  const { clock, mappings, table, sink } = house;
  const limits = { intervalMs: 1000, timeoutMs: 2000, maxBytes: 1_000_000, maxSamples: 5000 };
  const url = `http://127.0.0.1:${String(port)}/metrics`;
  const config = { url, labels: { job: 'models', instance: 'a' }, ...limits };
  const target = new Target(config, { clock, mappings, table, sink });
  for (; tick <= 4; tick += 1) {
    house.until(tick + 0.1);
    await target.scrape();
    expect(target.state).toMatchObject({ up: 1, error: null });
  }
  house.until(6);
  return house;
}

describe('the page of', () => {
  it('vLLM gives its requests, tokens, queue and time to first token', async () => {
    const house = await play(captured('vllm-1'), captured('vllm-2'));
    expect(house.value('models', 0, 'tokens_in')).toBeCloseTo(4 * 96);
    expect(house.value('models', 0, 'tokens_out')).toBeCloseTo(4 * 40);
    expect(house.value('models', 2, 'queue_depth')).toBe(2);
    expect(house.value('models', 2, 'connections')).toBe(3);
    expect(house.value('models', 0, 'latency.mean')).toBeCloseTo(420);
    expect(house.value('models', 0, 'ttft.mean')).toBeCloseTo(30);
    expect(house.value('models', 0, 'throughput')).toBeCloseTo(3.6);
    // Its histogram does not say which requests failed.
    expect(house.value('models', 0, 'error_rate')).toBeNull();
  });

  it('LiteLLM gives its requests, tokens, cost and time to first token', async () => {
    const house = await play(captured('litellm-1'), captured('litellm-2'));
    expect(house.value('models', 0, 'tokens_in')).toBeCloseTo(4 * 12);
    expect(house.value('models', 0, 'tokens_out')).toBeCloseTo(4 * 5);
    expect(house.value('models', 0, 'cost')).toBeCloseTo(4 * 0.00008, 8);
    expect(house.value('models', 2, 'connections')).toBe(1);
    expect(house.value('models', 0, 'throughput')).toBeCloseTo(3.6);
    expect(house.value('models', 0, 'latency.mean')).toBeGreaterThan(20);
    expect(house.value('models', 0, 'ttft.mean')).toBeGreaterThan(20);
    expect(house.value('models', 0, 'error_rate')).toBeNull();
  });

  it('llama.cpp’s server gives its tokens and its queue', async () => {
    const house = await play(captured('llama-1'), captured('llama-2'));
    expect(house.value('models', 0, 'tokens_in')).toBeCloseTo(8 * 54);
    expect(house.value('models', 0, 'tokens_out')).toBeCloseTo(4 * 16 + 2 * 1000);
    expect(house.value('models', 2, 'queue_depth')).toBe(3);
    expect(house.value('models', 2, 'connections')).toBe(2);
    expect(house.value('models', 2, 'throughput') ?? null).toBeNull();
  });
});

it('every row stands for a signal of the table', () => {
  const { table } = new House();
  const signals = modelServers.flatMap(({ metrics }) => metrics.map(({ signal }) => signal));
  expect(signals.filter((signal) => table.find(signal) === null)).toEqual([]);
});
