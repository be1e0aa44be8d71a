import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './load.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubscope-config-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function file(text: string): Promise<string> {
  const path = join(folder, 'hubscope.yaml');
  await writeFile(path, text);
  return path;
}

/** Nine lines that would be a billion. */
const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from(
    { length: 9 },
    (_, n) => `a${String(n + 1)}: &a${String(n + 1)} [${`*a${String(n)},`.repeat(10)}]`,
  ),
].join('\n');

describe('the configuration', () => {
  it('has a default for everything', async () => {
    expect(await loadConfig(null, {})).toMatchObject({
      host: 'loopback',
      dashboard_port: 3000,
      api_port: 8081,
      otlp_http_port: 4318,
      max_viewers: 10_000,
      rules: null,
    });
  });

  it('takes a variable over the file', async () => {
    const path = await file('api_port: 9000\ndashboard_port: 9001\n');
    const loaded = await loadConfig(path, { HUBSCOPE_API_PORT: '0', HUBSCOPE_ORIGINS: 'http://a, http://b' });
    expect(loaded).toMatchObject({ api_port: 0, dashboard_port: 9001, origins: ['http://a', 'http://b'] });
  });

  it('takes a variable for a part of a setting', async () => {
    const path = await file('tls: { cert: a.pem, key: b.pem }\n');
    expect((await loadConfig(path, { HUBSCOPE_TLS_KEY: 'c.pem' })).tls).toEqual({
      cert: 'a.pem',
      key: 'c.pem',
    });
    await expect(loadConfig(null, { HUBSCOPE_TLS_CERT: 'a.pem' })).rejects.toThrow('tls.key: is needed');
  });

  it.each([
    ['is not there', 'absent.yaml'],
    ['is a folder', '.'],
  ])('names a file that %s', async (_, name) => {
    const path = join(folder, name);
    await expect(loadConfig(path, {})).rejects.toThrow(ConfigError);
    await expect(loadConfig(path, {})).rejects.toThrow(path);
  });

  it('reads rules as people write them', async () => {
    const path = await file(
      'rules:\n  - { name: Slow, signal: latency, statistic: p95, above: 250, for: 10s, cooldown: 5m }\n',
    );
    expect((await loadConfig(path, {})).rules).toEqual([
      expect.objectContaining({
        signal: 'latency.p95',
        condition: 'above',
        threshold: 250,
        for: 10,
        cooldown: 300,
      }),
    ]);
  });

  it.each([
    ['a port that is none', 'api_port: 70000', 'api_port'],
    ['a setting that does not exist', 'api_prot: 1', 'api_prot'],
    ['a rule without a threshold', 'rules: [{ name: x, signal: latency }]', 'rules.0'],
    ['text that is no YAML', 'a: [', 'hubscope.yaml'],
    ['a list', '- 1', 'no settings'],
    ['a key that stands twice', 'api_port: 1\napi_port: 2', 'unique'],
    [
      'a rule with a key that stands twice',
      'rules:\n  - signal: latency\n    above: 1\n    above: 2',
      'unique',
    ],
    ['a YAML bomb', bomb, 'alias'],
    ['a file of two megabytes', `# ${'x'.repeat(2_000_000)}`, 'larger than'],
    [
      'hysteresis that never resolves',
      'rules: [{ signal: latency, above: 100, resolve_at: 120 }]',
      'rules.0.resolve_at',
    ],
    ['a `for` of a year', 'rules: [{ signal: latency, above: 100, for: 365d }]', 'rules.0.for'],
    [
      'a glob of 10,000 characters',
      `rules: [{ signal: latency, above: 1, hub: "${'*a'.repeat(5000)}" }]`,
      'rules.0.hub',
    ],
  ])('says what is wrong with %s', async (_, text, named) => {
    const failure = await loadConfig(await file(text), {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toContain(named);
  });

  it('names the variable that is wrong', async () => {
    await expect(loadConfig(null, { HUBSCOPE_API_PORT: 'many' })).rejects.toThrow('HUBSCOPE_API_PORT');
  });
});

describe('what is said of a file that is wrong', () => {
  const secret = 'hsk_a-secret-of-the-file-0123456789';
  it.each([
    ['a line that is no YAML', `admin_key: ${secret}: x\n`],
    ['a quote without its end', `admin_key: "${secret}\n`],
    ['an indent that is none', `auth:\n  oidc:\n   client_secret: ${secret}\n  x\n`],
    ['a tab', `auth:\n\tclient_secret: ${secret}\n`],
    ['a secret that is too long', `admin_key: ${secret.repeat(20)}\n`],
    ['a secret that is a list', `admin_key: [${secret}]\n`],
    ['a secret in the place of a number', `max_viewers: ${secret}\n`],
    ['a secret in the place of a choice', `access: ${secret}\n`],
    ['a secret in the place of an address', `auth: { oidc: { issuer: ${secret}, client_id: a } }\n`],
    ['a secret beside what is missing', `auth: { oidc: { client_secret: ${secret} } }\n`],
    ['a channel that is none', `channels: [{ type: ${secret}, secret: ${secret} }]\n`],
    ['a target without an address', `forward: [{ endpoint: "::", headers: { authorization: ${secret} } }]\n`],
    ['settings that are a text', `${secret}\n`],
  ])('holds no secret of it: %s', async (_, text) => {
    const path = await file(text);
    const said = await loadConfig(path, {}).then(
      () => 'it was taken',
      (error: unknown) => (error instanceof ConfigError ? error.message : `no ConfigError: ${String(error)}`),
    );
    expect(said).not.toContain(secret);
    expect(said).not.toMatch(/it was taken|no ConfigError/);
    expect(said).toMatch(/line \d|: |holds no settings/);
  });

  it('holds none of the environment', async () => {
    for (const variable of ['HUBSCOPE_ADMIN_KEY', 'HUBSCOPE_OIDC_CLIENT_SECRET', 'HUBSCOPE_MAX_VIEWERS'])
      await expect(loadConfig(null, { [variable]: 'short secret' })).rejects.toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('short secret') as string }),
      );
  });
});

describe('OpenTelemetry’s own variables', () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, other=%E0%A4%A',
    OTEL_METRIC_EXPORT_INTERVAL: '15000',
    OTEL_RESOURCE_ATTRIBUTES: 'region=east,service.name=x',
    OTEL_SERVICE_NAME: 'eye',
  };

  it('send nothing by themselves', async () => {
    expect((await loadConfig(null, env)).own_telemetry).toBe(null);
  });

  it('fill in what the section leaves open', async () => {
    const path = await file('own_telemetry: { headers: { other: mine } }');
    expect((await loadConfig(path, env)).own_telemetry).toEqual({
      endpoint: 'http://collector:4318',
      headers: { 'api-key': 'a b', other: 'mine' },
      interval_seconds: 15,
      signals: ['metrics', 'traces'],
      attributes: { region: 'east', 'service.name': 'eye' },
    });
    expect((await loadConfig(path, { ...env, OTEL_SDK_DISABLED: 'true' })).own_telemetry).toBe(null);
  });

  it('are not needed where a variable of ours names the endpoint', async () => {
    const config = await loadConfig(null, { HUBSCOPE_OWN_TELEMETRY_ENDPOINT: 'https://otel.example' });
    expect(config.own_telemetry).toMatchObject({ endpoint: 'https://otel.example', interval_seconds: 60 });
  });
});

it('a pattern of privacy by which a text could hold up the server is refused', async () => {
  const path = await file('privacy: { redact: ["patient 0+", "(a+)+$"] }');
  await expect(loadConfig(path, {})).rejects.toThrow(/^privacy\.redact\.1: /);
});
