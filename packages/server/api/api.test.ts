import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problem, type HubStatus } from '@hubscope/core/wire';
import { createApi } from './api.js';
import { firing, Fake, now, shop } from './testing/fake.js';

let fake: Fake;
beforeEach(async () => {
  fake = await new Fake().open();
});
afterEach(() => fake.app.close());

const code = (answer: { json(): unknown }): string => problem.parse(answer.json()).code;
const json = { 'content-type': 'application/json' };

describe('resources', () => {
  it('lists hubs as an array of objects with a name', async () => {
    expect((await fake.app.inject('/api/v1/hubs')).json()).toEqual([shop]);
  });

  it('lists the busiest hub first, and the one that watches itself last', async () => {
    await fake.app.close();
    const hub = (name: string, rate: number | null): HubStatus => ({
      ...shop,
      name,
      operations_per_minute: rate,
    });
    const list = (): HubStatus[] => [hub('b', null), hub('hubscope', 99), hub('a', 1), hub('z', 60)];
    fake = await new Fake({ hubs: { ...fake.ports.hubs, list } }).open();
    const hubs = (await fake.app.inject('/api/v1/hubs')).json<HubStatus[]>();
    expect(hubs.map(({ name }) => name)).toEqual(['z', 'a', 'b', 'hubscope']);
  });

  it('answers components and the newest second of a hub', async () => {
    expect((await fake.app.inject('/api/v1/hubs/shop/components')).json()).toEqual([
      { key: 'agent:planner', kind: 'agent', name: 'planner', values: { throughput: 4 } },
    ]);
    expect((await fake.app.inject('/api/v1/hubs/shop/snapshot')).json()).toEqual({
      hub: 'shop',
      status: shop,
      time: now - 1000,
      values: { throughput: 9 },
      judgement: null,
    });
    expect(code(await fake.app.inject('/api/v1/hubs/nobody/components'))).toBe('unknown_hub');
    expect(code(await fake.app.inject('/api/v1/hubs/nobody/snapshot'))).toBe('unknown_hub');
  });

  it('names the components that only history knows where they are asked for', async () => {
    const keys = async (query: string): Promise<string[]> =>
      (await fake.app.inject(`/api/v1/hubs/shop/components${query}`))
        .json<{ key: string }[]>()
        .map(({ key }) => key);
    const now = await keys('');
    expect(await keys('?past=false')).toEqual(now);
    expect(new Set(await keys('?past=true'))).toEqual(new Set([...now, 'agent:planner', 'tool:search']));
  });

  it('knows a hub whose name has 200 characters, percent-encoded', async () => {
    const name = 'ß'.repeat(200);
    const answer = await fake.app.inject(`/api/v1/hubs/${encodeURIComponent(name)}/snapshot`);
    expect(code(answer)).toBe('unknown_hub');
  });

  it('creates a marker, now unless told, and lists it', async () => {
    const answer = await fake.app.inject({
      method: 'POST',
      url: '/api/v1/markers',
      payload: { hub: 'shop', name: 'deploy\u202e 7' },
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ id: 'm1', hub: 'shop', name: 'deploy\ufffd 7', at: now });
    expect((await fake.app.inject('/api/v1/markers?hub=shop')).json()).toHaveLength(1);
    expect((await fake.app.inject('/api/v1/markers?hub=other')).json()).toEqual([]);
    expect((await fake.app.inject('/api/v1/markers')).json()).toHaveLength(1);
  });

  it('takes a marker back, once', async () => {
    const payload = { hub: 'shop', name: 'deploy' };
    const made = await fake.app.inject({ method: 'POST', url: '/api/v1/markers', payload });
    const url = `/api/v1/markers/${made.json<{ id: string }>().id}`;
    const gone = await fake.app.inject({ method: 'DELETE', url });
    expect(gone.statusCode).toBe(200);
    expect(gone.json()).toEqual(made.json());
    expect((await fake.app.inject('/api/v1/markers')).json()).toEqual([]);
    expect(code(await fake.app.inject({ method: 'DELETE', url }))).toBe('unknown_marker');
  });

  it('lists and acknowledges alerts, with a body or without', async () => {
    expect((await fake.app.inject('/api/v1/alerts')).json()).toEqual([firing]);
    const url = '/api/v1/alerts/a1/acknowledge';
    const noted = await fake.app.inject({ method: 'POST', url, payload: { by: 'Ada', note: 'on it' } });
    expect(noted.json()).toMatchObject({ acknowledged: true, acknowledged_by: 'Ada', note: 'on it' });
    expect((await fake.app.inject({ method: 'POST', url })).statusCode).toBe(200);
    const unknown = await fake.app.inject({ method: 'POST', url: '/api/v1/alerts/zz/acknowledge' });
    expect([unknown.statusCode, code(unknown)]).toEqual([404, 'unknown_alert']);
  });

  it('lists the rules with their durations in seconds', async () => {
    const rules = (await fake.app.inject('/api/v1/rules')).json<{ name: string; cooldown: number }[]>();
    expect(rules.map(({ name, cooldown }) => [name, cooldown])).toContainEqual(['High Memory Usage', 600]);
  });
});

describe('health and metrics', () => {
  it('is alive at once, and ready when it is', async () => {
    fake.ready = false;
    expect((await fake.app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    const early = await fake.app.inject('/readyz');
    expect([early.statusCode, code(early), early.headers['retry-after']]).toEqual([503, 'not_ready', '1']);
    fake.ready = true;
    expect((await fake.app.inject('/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('writes what the port tells, once however often it is asked, and counts requests by route', async () => {
    await fake.app.inject('/api/v1/hubs/nobody/snapshot');
    await fake.app.inject('/metrics');
    const text = (await fake.app.inject('/metrics')).body;
    expect(text).toContain('hubscope_dropped_total{reason="too_old"} 7');
    expect(text).toContain(
      'hubscope_http_requests_total{method="GET",route="/api/v1/hubs/:hub/snapshot",status="404"} 1',
    );
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('may stand on two servers', async () => {
    const other = new Fake();
    const api = createApi(other.ports);
    await fake.app.close();
    fake = other;
    await other.app.register(api);
    expect((await other.app.inject('/healthz')).statusCode).toBe(200);
  });
});

describe('errors', () => {
  it.each([
    ['GET', '/api/v1/nothing', 404, 'not_found'],
    ['DELETE', '/api/v1/hubs', 405, 'method_not_allowed'],
    ['PUT', '/api/v1/hubs/shop/history', 405, 'method_not_allowed'],
    ['GET', '/api/v1/alerts/a1/acknowledge', 405, 'method_not_allowed'],
    ['GET', '/api/v1/hubs/%zz/history', 400, 'invalid_request'],
  ] as const)('%s %s is %d %s', async (method, url, status, expected) => {
    const answer = await fake.app.inject({ method, url });
    expect([answer.statusCode, code(answer)]).toEqual([status, expected]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('says which methods an address takes', async () => {
    const answer = await fake.app.inject({ method: 'DELETE', url: '/api/v1/markers' });
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });

  it.each([
    ['malformed JSON', json, '{"hub":', 400, 'malformed_body'],
    ['an empty body', json, '', 400, 'malformed_body'],
    ['a missing field', json, '{"hub":"shop"}', 400, 'invalid_request'],
    ['a wrong type', json, '{"hub":"shop","name":7}', 400, 'invalid_request'],
    ['an unreadable name', json, '{"hub":"shop","name":"  "}', 400, 'invalid_request'],
    [
      'a form',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'hub=shop',
      415,
      'unsupported_media_type',
    ],
    [
      'plain text',
      { 'content-type': 'text/plain' },
      '{"hub":"shop","name":"x"}',
      415,
      'unsupported_media_type',
    ],
    ['a huge body', json, JSON.stringify({ name: 'x'.repeat(70_000) }), 413, 'body_too_large'],
  ] as const)('refuses %s', async (_, headers, payload, status, expected) => {
    const answer = await fake.app.inject({ method: 'POST', url: '/api/v1/markers', headers, payload });
    expect([answer.statusCode, code(answer)]).toEqual([status, expected]);
    expect(fake.markers).toEqual([]);
  });

  it('logs what nobody expected once, and tells nothing of it', async () => {
    await fake.app.close();
    fake = new Fake();
    fake.ports.history.history = () => Promise.reject(new Error('secret path /etc'));
    await fake.open();
    const answer = await fake.app.inject('/api/v1/hubs/shop/history');
    expect([answer.statusCode, code(answer)]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain('secret');
    expect(fake.logged).toEqual(['a request failed']);
  });
});

describe('origins', () => {
  it('lets the dashboard’s pages read, and no others', async () => {
    const from = async (origin: string): Promise<unknown> => {
      const answer = await fake.app.inject({ url: '/api/v1/hubs', headers: { origin } });
      return answer.headers['access-control-allow-origin'];
    };
    expect(await from('http://localhost:3000')).toBe('http://localhost:3000');
    expect(await from('http://evil.example')).toBeUndefined();
    expect(await from('null')).toBeUndefined();
  });

  it('refuses every change that a foreign page asks for', async () => {
    const post = async (origin?: string): Promise<number> => {
      const answer = await fake.app.inject({
        method: 'POST',
        url: '/api/v1/markers',
        headers: origin === undefined ? {} : { origin },
        payload: { hub: 'shop', name: 'x' },
      });
      return answer.statusCode;
    };
    expect(await post('http://evil.example')).toBe(403);
    expect(await post('null')).toBe(403);
    expect(fake.markers).toEqual([]);
    expect(await post('http://localhost:3000')).toBe(201);
    expect(await post()).toBe(201);
  });

  it('answers the preflight of an allowed page', async () => {
    const answer = await fake.app.inject({
      method: 'OPTIONS',
      url: '/api/v1/markers',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' },
    });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('http://localhost:3000');
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 and names every resource', async () => {
    const document = (await fake.app.inject('/openapi.json')).json<{
      openapi: string;
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
    }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/alerts',
      '/api/v1/alerts/{id}/acknowledge',
      '/api/v1/alerts/{id}/unacknowledge',
      '/api/v1/audit',
      '/api/v1/backup',
      '/api/v1/baselines',
      '/api/v1/baselines/import',
      '/api/v1/baselines/{id}',
      '/api/v1/baselines/{id}/export',
      '/api/v1/channels',
      '/api/v1/channels/{id}',
      '/api/v1/channels/{id}/deliveries',
      '/api/v1/channels/{id}/test',
      '/api/v1/doctor',
      '/api/v1/export',
      '/api/v1/hooks/deployments',
      '/api/v1/hubs',
      '/api/v1/hubs/{hub}',
      '/api/v1/hubs/{hub}/changes',
      '/api/v1/hubs/{hub}/compare',
      '/api/v1/hubs/{hub}/comparison',
      '/api/v1/hubs/{hub}/components',
      '/api/v1/hubs/{hub}/edges',
      '/api/v1/hubs/{hub}/health',
      '/api/v1/hubs/{hub}/heatmap',
      '/api/v1/hubs/{hub}/history',
      '/api/v1/hubs/{hub}/impact',
      '/api/v1/hubs/{hub}/impact/share',
      '/api/v1/hubs/{hub}/impact/{signal}',
      '/api/v1/hubs/{hub}/slow',
      '/api/v1/hubs/{hub}/snapshot',
      '/api/v1/hubs/{hub}/suggestions',
      '/api/v1/hubs/{hub}/switches',
      '/api/v1/hubs/{hub}/uptime',
      '/api/v1/hubs/{hub}/variants',
      '/api/v1/impacts/{id}',
      '/api/v1/import',
      '/api/v1/incidents',
      '/api/v1/incidents/{id}',
      '/api/v1/incidents/{id}/notes',
      '/api/v1/keys',
      '/api/v1/keys/{id}',
      '/api/v1/keys/{id}/rotate',
      '/api/v1/mapping/preview',
      '/api/v1/markers',
      '/api/v1/markers/{id}',
      '/api/v1/poll',
      '/api/v1/rules',
      '/api/v1/rules/preview',
      '/api/v1/rules/{id}',
      '/api/v1/session',
      '/api/v1/session/first',
      '/api/v1/session/provider',
      '/api/v1/session/provider/callback',
      '/api/v1/session/share',
      '/api/v1/shares',
      '/api/v1/shares/{id}',
      '/api/v1/silences',
      '/api/v1/silences/{id}',
      '/api/v1/storage',
      '/api/v1/stream',
      '/api/v1/users',
      '/api/v1/users/{name}',
      '/healthz',
      '/readyz',
    ]);
    expect(document.paths['/api/v1/markers']?.['post']?.responses).toHaveProperty('201');
  });
});
