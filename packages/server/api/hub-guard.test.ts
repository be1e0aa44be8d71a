import {
  baselineQuality,
  HubscopeError,
  type Alert,
  type Baseline,
  type HubStatus,
} from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiPorts } from './ports.js';
import { incident } from './testing/fake-alerting.js';
import { Fake, firing, openAccess, shop } from './testing/fake.js';

/** Keys are the names of hubs, with commas between; they may operate. */
const access: ApiPorts['access'] = {
  ...openAccess,
  guarded: true,
  grantOf: ({ authorization }) => {
    if (authorization === undefined) throw new HubscopeError('unauthorized');
    const hubs = authorization.replace('Bearer ', '').split(',');
    return { who: `key of ${hubs.join()}`, scopes: ['operate'], hubs, expiresAt: null, ended: false };
  },
};

const other: HubStatus = { ...shop, name: 'bank' };
const alerts: readonly Alert[] = [firing, { ...firing, id: 'b1', hub: 'bank' }];
const quality = baselineQuality.parse({
  grade: 'good',
  seconds: 60,
  known_seconds: 60,
  gaps: 0,
  steady: true,
  drifting: [],
  load: null,
  advice: [],
});
const baselineOf = (id: string, hub: string): Baseline => ({
  id,
  hub,
  name: 'before',
  from: 0,
  to: 1000,
  created_at: 1000,
  origin: 'person',
  marker_id: null,
  components: [],
  bytes: 1,
  quality,
});
const baselines = [baselineOf('x1', 'shop'), baselineOf('x2', 'bank')];

let fake: Fake;
beforeEach(async () => {
  const made = new Fake();
  fake = await new Fake({
    access,
    hubs: { ...made.ports.hubs, list: () => [shop, other] },
    alerts: {
      ...made.ports.alerts,
      hubOf: (id) => alerts.find((each) => each.id === id)?.hub ?? null,
      list: ({ within = () => true }) => {
        const found = alerts.filter(({ hub }) => within(hub));
        return { alerts: found, leftOut: 0 };
      },
    },
    incidents: {
      ...made.ports.incidents,
      page: (_query, within = () => true) => {
        const found = [incident, { ...incident, id: 'b1', hub: 'bank' }].filter(({ hub }) => within(hub));
        return { incidents: found, total: found.length };
      },
    },
    archive: {
      ...made.ports.archive,
      sizes: async () => ['shop', 'bank'].map((hub) => ({ hub: hub as never, bytes: 1, first: 1, last: 2 })),
    },
    impacts: {
      ...made.ports.impacts,
      baselines: (hub) => baselines.filter((each) => hub === null || each.hub === hub),
      baseline: (id) => {
        const found = baselines.find((each) => each.id === id);
        if (found === undefined) throw new HubscopeError('unknown_baseline');
        return found;
      },
      compareStretches: async () => {
        throw new HubscopeError('bad_range');
      },
    },
    metrics: {
      collect: () => [
        {
          name: 'hubscope_dropped_total',
          help: 'x',
          type: 'counter',
          samples: ['shop', 'bank', '"shop"'].map((hub) => ({ labels: { hub, reason: 'late' }, value: 1 })),
        },
      ],
    },
  }).open();
  for (const hub of ['shop', 'bank']) await fake.ports.markers.create(hub as never, 'deploy', 1 as never);
});
afterEach(() => fake.app.close());

async function asked(key: string, url: string, payload?: object, method: 'POST' | 'DELETE' = 'POST') {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await fake.app.inject(
    payload === undefined && method === 'POST'
      ? { url, headers }
      : { url, headers, method, ...(payload === undefined ? {} : { payload }) },
  );
  return { status: answer.statusCode, body: answer.body };
}

describe('a key of some hubs', () => {
  it('gets through no route that names another hub, nor one that is about all', async () => {
    const headers = { authorization: 'Bearer shop' };
    const { paths } = (await fake.app.inject({ url: '/openapi.json', headers })).json<{
      paths: Record<string, Record<string, unknown>>;
    }>();
    const open = /^\/(?:healthz|readyz|openapi\.json)|^\/api\/v1\/session/;
    const known: Record<string, string> = {};
    for (const [path, methods] of Object.entries(paths)) {
      if (open.test(path)) continue;
      for (const method of Object.keys(methods)) {
        const url = path.replace('{hub}', 'bank').replaceAll(/\{\w+\}/g, 'x');
        const answer = await fake.app.inject({
          method: method.toUpperCase() as 'GET',
          url: `${url}?hub=bank`,
          headers,
          ...(method === 'get' ? {} : { payload: {} }),
        });
        known[`${method} ${path}`] = String(answer.statusCode);
      }
    }
    const through = Object.entries(known).flatMap(([route, status]) => (status === '403' ? [] : [route]));
    // What these answer is held to the key's hubs by themselves: see the tests below. Bodies of the others were refused for their form.
    expect(through.filter((route) => route.startsWith('get'))).toEqual([
      'get /api/v1/hubs',
      'get /api/v1/storage',
      'get /api/v1/impacts/{id}',
      'get /api/v1/baselines/{id}/export',
      'get /api/v1/rules',
      'get /api/v1/rules/{id}',
      'get /api/v1/incidents/{id}',
      'get /api/v1/silences',
      'get /api/v1/shares',
    ]);
  });

  it('lists what is of its hubs, by name or by glob, and nothing else', async () => {
    const lists = ['hubs', 'storage', 'alerts', 'incidents', 'markers', 'baselines'];
    for (const list of lists) {
      for (const key of ['shop', 'sh*', 'sh?p,x']) {
        const { status, body } = await asked(key, `/api/v1/${list}`);
        expect([list, status]).toEqual([list, 200]);
        expect(body).toContain('shop');
        expect(body).not.toContain('bank');
      }
      expect((await asked('*', `/api/v1/${list}`)).body).toContain('bank');
    }
  });

  it('reads the server’s metrics without the lines of other hubs', async () => {
    const { body } = await asked('shop', '/metrics');
    expect(body.match(/hub="[^\n]*?",/g)).toEqual(['hub="shop",']);
    expect(body).toContain('process_cpu_seconds_total');
    expect((await asked('"shop"', '/metrics')).body).toContain('hub="\\"shop\\""');
  });

  it.each([
    ['/api/v1/hubs/bank/history', undefined],
    ['/api/v1/export?hub=bank', undefined],
    ['/api/v1/markers?hub=bank', undefined],
    ['/api/v1/markers', { hub: 'bank', name: 'x' }],
    ['/api/v1/baselines/x2', undefined],
    ['/api/v1/baselines/x2?hub=shop', undefined],
    ['/api/v1/baselines/x2/export?hub=shop', undefined],
    ['/api/v1/baselines', { hub: 'bank', name: 'x', from: 1, to: 2 }],
    ['/api/v1/alerts/b1/acknowledge', {}],
    ['/api/v1/alerts/b1/unacknowledge', {}],
    ['/api/v1/incidents/b1/notes', { note: 'x' }],
    ['/api/v1/silences', { matcher: { hub: 'bank' }, duration: 60 }],
    ['/api/v1/silences', { matcher: { hub: 's*' }, duration: 60 }],
    ['/api/v1/silences', { matcher: { rule: 'x' }, duration: 60 }],
    ['/api/v1/hooks/deployments?hub=bank', {}],
    ['/api/v1/hubs/shop/compare', { before: { baseline: 'x2' }, after: { from: 1, to: 2 } }],
    ['/api/v1/doctor', undefined],
    ['/api/v1/channels', undefined],
    ['/api/v1/channels?hub=shop', undefined],
  ])('is refused at %s with %j', async (url, payload) => {
    const { status, body } = await asked('shop', url, payload);
    expect([status, JSON.parse(body)]).toEqual([403, expect.objectContaining({ code: 'forbidden' })]);
  });

  it.each([
    ['/api/v1/hubs/shop/history', undefined, 200],
    ['/api/v1/markers', { hub: ' shop ', name: 'x' }, 201],
    ['/api/v1/baselines/x1', undefined, 200],
    ['/api/v1/alerts/a1/acknowledge', {}, 200],
    ['/api/v1/incidents/a1', undefined, 200],
    ['/api/v1/silences', { matcher: { hub: 'shop' }, duration: 60 }, 201],
    ['/api/v1/hubs/shop/compare', { before: { baseline: 'x1' }, after: { from: 1, to: 2 } }, 400],
  ])('is let in at %s with %j', async (url, payload, status) => {
    expect((await asked('shop', url, payload)).status).toBe(status);
  });

  it('ends no silence of other hubs, and none that is about all', async () => {
    for (const [hub, status] of [
      ['bank', 403],
      ['shop', 200],
    ] as const) {
      expect((await asked(hub, '/api/v1/silences', { matcher: { hub }, duration: 60 })).status).toBe(201);
      expect((await asked('shop', '/api/v1/silences/s1', undefined, 'DELETE')).status).toBe(status);
    }
  });
});
