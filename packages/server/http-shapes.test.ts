import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config } from '@hubscope/core/wire';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
  type MockInstance,
} from 'vitest';
import { Hubscope, type Doors } from './hubscope.js';
import { RawClient } from './stream/testing/raw.js';

let folder: string;
let hubscope: Hubscope;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubscope-shapes-'));
  const dashboard = join(folder, 'dashboard');
  await mkdir(dashboard);
  await writeFile(join(dashboard, 'index.html'), '<html></html>');
  await writeFile(join(folder, 'secret'), 'the secret beside it');
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: -1 };
  const settings = config.parse({ ...ports, data: join(folder, 'data') });
  hubscope = await Hubscope.start({ config: settings, dashboard, version: 'test' });
});
afterAll(async () => {
  await hubscope.stop();
  await rm(folder, { recursive: true, force: true });
});

let said: MockInstance<typeof process.stderr.write>;
beforeEach(() => {
  said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
// Whatever strangers send, the log stays as it is.
afterEach(() => {
  const lines = said.mock.calls.map(([line]) => String(line));
  said.mockRestore();
  expect(lines).toEqual([]);
});

/** All that comes back for these bytes until the server closes the connection. */
async function answerTo(door: keyof Doors, bytes: string): Promise<string> {
  const client = new RawClient(hubscope.doors[door]);
  client.write(Buffer.from(bytes, 'latin1'));
  await client.ended();
  return client.text;
}

/** The status of each answer. */
function statusesOf(text: string): number[] {
  return [...text.matchAll(/(?:^|\r\n|\})HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

const host = 'Host: localhost\r\n';
/** What is to be smuggled: if it were answered, a second answer would come. */
const smuggled = `GET /healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
const length = (text: string): string => `Content-Length: ${String(text.length)}\r\n`;

describe.each(['api', 'otlpHttp'] as const)('the door %s', (door) => {
  const path = door === 'api' ? '/api/v1/markers' : '/v1/traces';
  const post = (headers: string, body: string): string =>
    `POST ${path} HTTP/1.1\r\n${host}Content-Type: application/json\r\n${headers}\r\n${body}`;

  it.each<[string, () => string]>([
    [
      'a length and chunks (CL.TE)',
      () => post(`Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${smuggled}`),
    ],
    [
      'chunks and a length (TE.CL)',
      () => post(`Transfer-Encoding: chunked\r\nContent-Length: 4\r\n`, `5c\r\n${smuggled}\r\n0\r\n\r\n`),
    ],
    ['two lengths', () => post(`Content-Length: 2\r\nContent-Length: 90\r\n`, `{}${smuggled}`)],
    ['two lengths in one', () => post(`Content-Length: 2, 90\r\n`, `{}${smuggled}`)],
    [
      'chunks that are not last',
      () => post(`Transfer-Encoding: chunked, identity\r\n`, `0\r\n\r\n${smuggled}`),
    ],
    ['chunks by another name', () => post(`Transfer-Encoding: xchunked\r\n`, `0\r\n\r\n${smuggled}`)],
    [
      'a header with a space before its colon',
      () => post(`Transfer-Encoding : chunked\r\n`, `0\r\n\r\n${smuggled}`),
    ],
    ['a folded header', () => post(`Transfer-Encoding:\r\n chunked\r\n${length('{}')}`, `{}${smuggled}`)],
    ['a length with a sign', () => post('Content-Length: +2\r\n', `{}${smuggled}`)],
    ['a length below nothing', () => post('Content-Length: -2\r\n', `{}${smuggled}`)],
    ['a length in hexadecimal', () => post('Content-Length: 0x2\r\n', `{}${smuggled}`)],
    [
      'a length that is too large to count',
      () => post(`Content-Length: ${'9'.repeat(30)}\r\n`, `{}${smuggled}`),
    ],
    ['a chunk of no size', () => post('Transfer-Encoding: chunked\r\n', `zz\r\n{}\r\n0\r\n\r\n${smuggled}`)],
    [
      'a chunk of a size too large',
      () => post('Transfer-Encoding: chunked\r\n', `${'f'.repeat(17)}\r\n${smuggled}`),
    ],
    [
      'a chunk that is longer than it says',
      () => post('Transfer-Encoding: chunked\r\n', `1\r\n{}\r\n0\r\n\r\n${smuggled}`),
    ],
    ['a NUL in a header', () => post(`X: a\u0000b\r\n${length('{}')}`, `{}${smuggled}`)],
    [
      'a carriage return alone',
      () => post(`X: a\rTransfer-Encoding: chunked\r\n${length('{}')}`, `{}${smuggled}`),
    ],
    ['no header of a host', () => `POST ${path} HTTP/1.1\r\n${length('{}')}\r\n{}${smuggled}`],
    ['a space in the address', () => `GET ${path} x HTTP/1.1\r\n${host}\r\n${smuggled}`],
    ['another protocol', () => `GET ${path} HTTP/3.7\r\n${host}\r\n${smuggled}`],
    ['HTTP/2 without asking', () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${smuggled}`],
    [
      'headers of 100 kB',
      () => `GET ${path} HTTP/1.1\r\n${host}X: ${'x'.repeat(100_000)}\r\n\r\n${smuggled}`,
    ],
    ['TLS', () => `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${smuggled}`],
  ])('refuses %s once, and answers nothing behind it', async (_, bytes) => {
    const statuses = statusesOf(await answerTo(door, bytes()));
    expect(statuses).toHaveLength(1);
    expect(statuses[0]).toBeGreaterThanOrEqual(400);
    expect(statuses[0]).toBeLessThan(500);
  });
});

describe('a request that names another host', () => {
  const close = 'Connection: close\r\n\r\n';
  it.each([
    ['in its header', `GET /api/v1/hubs HTTP/1.1\r\nHost: evil.example\r\n${close}`],
    ['with a port', `GET /api/v1/hubs HTTP/1.1\r\nHost: evil.example:8081\r\n${close}`],
    ['that begins like ours', `GET /api/v1/hubs HTTP/1.1\r\nHost: localhost.evil.example\r\n${close}`],
    ['behind a user', `GET /api/v1/hubs HTTP/1.1\r\nHost: localhost@evil.example\r\n${close}`],
    ['before ours', `GET /api/v1/hubs HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n${close}`],
    ['in its address', `GET http://evil.example/api/v1/hubs HTTP/1.1\r\nHost: evil.example\r\n${close}`],
  ])('%s reads nothing', async (_, bytes) => {
    const text = await answerTo('api', bytes);
    expect(statusesOf(text)[0]).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('"hubscope"');
  });
});

describe('a path that leads out', () => {
  const out = [
    '../',
    '..%2f',
    '%2e%2e/',
    '%2e%2e%2f',
    '..\\',
    '..%5c',
    '..;/',
    '....//',
    '%252e%252e%252f',
    '..%c0%af',
  ];
  it.each([
    ...out.map((step) => `/dashboard/${step.repeat(1)}secret`),
    ...out.map((step) => `/dashboard/${step.repeat(8)}etc/passwd`),
    '/dashboard//etc/passwd',
    '/dashboard/secret%00.html',
    '//etc/passwd',
    '/../secret',
    'file:///etc/passwd',
    '/dashboard/_next/static/../../../secret',
  ])('%s gives nothing', async (path) => {
    const text = await answerTo('dashboard', `GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    expect([path, statusesOf(text)]).toEqual([path, [expect.toBeOneOf([400, 403, 404])]]);
    expect(text).not.toMatch(/the secret beside it|root:/);
  });
});

it('who hangs up in the midst of a body leaves no trace in the log', async () => {
  for (const [door, path] of [
    ['api', '/api/v1/markers'],
    ['otlpHttp', '/v1/traces'],
  ] as const) {
    const client = new RawClient(hubscope.doors[door]);
    const head = `POST ${path} HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 90\r\n`;
    client.write(`${head}Expect: 100-continue\r\n\r\n{"half`);
    await vi.waitFor(() => {
      expect(client.text).toContain('100 Continue');
    });
    client.socket.resetAndDestroy();
  }
  expect(await answerTo('api', `GET /healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)).toContain(
    ' 200 ',
  );
});

describe('a body that reaches for what all objects have', () => {
  const bodies = [
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"hub":"a","name":"b","__proto__":{"polluted":1}}',
    '{"matcher":{"__proto__":{"polluted":1}},"duration":60}',
    '{"resourceSpans":[{"resource":{"attributes":[{"key":"__proto__","value":{"kvlistValue":{"values":[{"key":"polluted","value":{"stringValue":"1"}}]}}}]},"__proto__":{"polluted":1}}]}',
  ];
  const paths = [
    'markers',
    'rules',
    'silences',
    'baselines',
    'channels',
    'keys',
    'shares',
    'session',
    'mapping/preview',
  ];

  it('changes none of them, and is never a fault of the server', async () => {
    const { api, otlpHttp } = hubscope.doors;
    const urls = [
      ...paths.map((path) => `http://127.0.0.1:${String(api)}/api/v1/${path}`),
      `http://127.0.0.1:${String(otlpHttp)}/v1/traces`,
    ];
    for (const url of urls) {
      for (const body of bodies) {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(url, { method: 'POST', headers, body });
        await answer.arrayBuffer();
        expect([url, body, answer.status < 500]).toEqual([url, body, true]);
      }
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('finds nothing by names that objects have by themselves', async () => {
    const base = `http://127.0.0.1:${String(hubscope.doors.api)}/api/v1`;
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      for (const path of [
        `/hubs/${name}/snapshot`,
        `/hubs/${name}/history`,
        `/hubs/hubscope/history?signals=${name}`,
        `/hubs/hubscope/history?signals=latency.${name}`,
        `/hubs/hubscope/impact/${name}`,
        `/rules/${name}`,
        `/channels/${name}`,
        `/incidents/${name}`,
        `/baselines/${name}`,
        `/impacts/${name}`,
        `/export?hub=${name}&format=csv`,
        `/export?hub=hubscope&format=${name}`,
      ]) {
        const { status } = await fetch(base + path);
        expect([path, status >= 400 && status < 500]).toEqual([path, true]);
      }
    }
  });
});
