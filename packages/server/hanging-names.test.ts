import dns from 'node:dns';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { forwardTarget, oidcSettings } from '@hubscope/core/wire';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Oidc } from './auth/oidc.js';
import { Forwarder } from './ingest/forward/index.js';
import { House } from './ingest/prometheus/testing/house.js';
import { Target } from './ingest/scrape/target.js';

/** Names that were asked for: the answers never come. */
const asked: string[] = [];
beforeEach(() => {
  vi.spyOn(dns, 'lookup').mockImplementation((name: string) => {
    asked.push(name);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  asked.length = 0;
});

it('a page of metrics whose name is never found is given up in its time, and asked for again', async () => {
  const { clock, mappings, table, sink } = new House();
  const target = new Target(
    {
      url: 'http://pages.example/metrics',
      labels: { job: 'shop', instance: 'pages' },
      intervalMs: 1000,
      timeoutMs: 100,
      maxBytes: 100_000,
      maxSamples: 1000,
    },
    { clock, mappings, table, sink },
  );
  await target.scrape();
  expect(target.state).toMatchObject({ up: 0, error: 'it did not answer in time' });
  await target.scrape();
  expect(target.state).toMatchObject({ up: 0, skipped: 0 });
  expect(new Set(asked)).toEqual(new Set(['pages.example']));
});

it('an endpoint whose name is never found keeps its queue within its bound and ends in its time', async () => {
  const target = forwardTarget.parse({ endpoint: 'http://otel.example', max_queue_bytes: 1_048_576 });
  const forwarder = new Forwarder({ target, now: () => 0, random: () => 0, fetch });
  const request = { signal: 'traces', contentType: 'application/json', contentEncoding: null } as const;
  for (let n = 0; n < 4; n += 1) forwarder.offer({ ...request, body: Buffer.alloc(500_000) });
  expect(forwarder.stats()).toMatchObject({ queuedBytes: 1_000_000, dropped: { full: 2 } });
  await forwarder.stop();
  expect(forwarder.stats()).toMatchObject({ sent: 0, queuedBytes: 0, dropped: { full: 2, stopped: 2 } });
  expect(asked).toEqual(['otel.example']);
});

it('a provider of identities whose name is never found lets nobody wait for longer than it may', async () => {
  const settings = oidcSettings.parse({
    issuer: 'https://id.example',
    client_id: 'hubscope',
    client_secret: 'the secret of the client',
    url: 'https://hubscope.example',
    roles: { viewer: ['staff'] },
  });
  const faults: string[] = [];
  const clock = new SimulatedClock(millis(Date.now()));
  const oidc = new Oidc(settings, clock, (reason) => faults.push(reason), 0.2);
  await expect(oidc.begin('a')).rejects.toMatchObject({ code: 'provider_failed' });
  expect(faults).toHaveLength(1);
  expect(asked).toEqual(['id.example']);
});
