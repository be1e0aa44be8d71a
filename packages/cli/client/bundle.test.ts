import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config, madeKey, madeShareLink } from '@hubscope/core/wire';
import { Hubscope } from '@hubscope/server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { main } from '../main.js';
import { redacted } from './bundle.js';

/** Nobody listens there, so that whatever is sent fails and is told of. */
const nowhere = '127.0.0.1:1';
const adminKey = 'secret-admin-key-of-the-configuration';
/** Every secret that the server was given or made; each is to be found nowhere in the bundle. */
const secrets = new Set([adminKey]);

function secret(name: string): string {
  const made = `secret-${name}-of-the-server`;
  secrets.add(made);
  return made;
}

/** A secret by reference, as the file takes it. */
function kept(name: string): string {
  const variable = `BUNDLE_TEST_${name.replaceAll('-', '_').toUpperCase()}`;
  vi.stubEnv(variable, secret(name));
  return `env:${variable}`;
}

/** One channel of every kind with a secret wherever it takes one. */
function channels(source: string, as: (name: string) => unknown): readonly Record<string, unknown>[] {
  const inside = { allow_internal: true, timeout: 1 };
  const known = (kind: string): unknown => as(`${source}-${kind}`);
  const address = `https://${nowhere}/${secret(`${source}-hook-path`)}?token=${secret(`${source}-hook-query`)}`;
  return [
    { type: 'webhook', url: address, secret: known('signing'), authorization: known('hook-header') },
    { type: 'slack', webhook: known('slack-address') },
    { type: 'slack', bot_token: known('slack-bot'), channel: '#alerts', api_url: `http://${nowhere}/api` },
    {
      ...{ type: 'email', host: '127.0.0.1', port: 1, username: 'mailer', password: known('smtp-password') },
      ...{ from: 'hubscope@shop.example', to: 'desk@shop.example' },
    },
    { type: 'pagerduty', routing_key: known('pagerduty-key'), url: `http://${nowhere}/enqueue` },
    { type: 'alertmanager', url: `http://${nowhere}`, authorization: known('alertmanager-header') },
  ].map((channel, place) => ({ ...channel, ...inside, name: `${source} ${String(place)}` }));
}

/** An address with a secret wherever one fits. */
const guarded = (name: string): string =>
  `http://user:${secret(`${name}-password`)}@${nowhere}/${name}?token=${secret(`${name}-query`)}`;

const headers = (name: string): Record<string, string> => ({
  authorization: `Bearer ${secret(`${name}-bearer`)}`,
  'x-api-key': secret(`${name}-header`),
});

let folder: string;
let hubscope: Hubscope;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-bundle-'));
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: -1 };
  hubscope = await Hubscope.start({
    config: config.parse({
      ...ports,
      data: join(folder, 'data'),
      access: 'always',
      admin_key: adminKey,
      auth: {
        oidc: {
          issuer: 'https://id.example',
          client_id: 'hubscope',
          client_secret: secret('oidc-client'),
          url: 'https://hubscope.example',
          roles: { admin: ['ops'], operator: [], viewer: [] },
        },
      },
      scrape: [{ job: 'pages', targets: [guarded('scrape')] }],
      forward: [{ endpoint: guarded('forward'), headers: headers('forward') }],
      own_telemetry: { endpoint: guarded('own'), headers: headers('own'), interval_seconds: 1 },
      channels: channels('file', kept),
    }),
    dashboard: null,
    version: 'test',
  });
  url = `http://127.0.0.1:${String(hubscope.doors.api)}`;
});
afterAll(async () => {
  await hubscope.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

/** Sends a trace as somebody who names themselves by a secret too. */
async function send(key: string): Promise<void> {
  await fetch(`http://127.0.0.1:${String(hubscope.doors.otlpHttp)}/v1/traces`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'user-agent': `exporter/1 (${key})`,
    },
    body: JSON.stringify({ resourceSpans: [] }),
  });
}

/** Has the server make a secret of each kind that it gives away. */
async function madeByServer(): Promise<string[]> {
  const key = madeKey.parse(await post('/keys', { name: 'exporter', scopes: ['ingest', 'read'] })).secret;
  const [, share = ''] = madeShareLink.parse(await post('/shares', { name: 'guest' })).path.split('share=');
  const link = hubscope.access.firstLink() ?? '';
  const signIn = { link, name: 'ada', password: secret('password') };
  const session = (await hubscope.access.firstSignIn(signIn, '127.0.0.1')).secret;
  return [key, share, link, session];
}

it('holds no secret that the server was given or made, wherever one may stand', async () => {
  for (const channel of channels('api', (name) => secret(name))) {
    const { id } = (await post('/channels', channel)) as { id: string };
    await post(`/channels/${id}/test`, {});
  }
  for (const made of await madeByServer()) {
    expect(made).toMatch(/^hs/);
    secrets.add(made);
    await send(made);
  }
  const file = join(folder, 'bundle.json');
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  await main(['doctor', '--bundle', file, '--server', url, '--key', adminKey]);
  write.mockRestore();
  const bundle = readFileSync(file, 'utf8');
  // What names the secrets' places is there, and nothing was refused.
  for (const part of ['"pages"', 'hubscope_forwarded_total', 'exporter/1']) expect(bundle).toContain(part);
  expect(bundle).not.toContain('"missing"');
  expect([...secrets].filter((each) => bundle.includes(each) || said.join('').includes(each))).toEqual([]);
});

it('leaves out secrets of every kind that the server makes', () => {
  // Only the server's own file says which there are: what a command loads must not load all of the server for it.
  const source = readFileSync(new URL('../../server/auth/secret.ts', import.meta.url), 'utf8');
  const [, listed = ''] = /const prefixes = \{(.+?)\}/s.exec(source) ?? [];
  const prefixes = [...listed.matchAll(/'(\w+)'/g)].map(([, prefix = '']) => prefix);
  expect(prefixes.length).toBeGreaterThanOrEqual(4);
  for (const prefix of prefixes) expect(redacted(`(${prefix}a-B_9)`)).toBe('([redacted])');
});
