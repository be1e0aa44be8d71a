import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanName } from '@hubscope/core/signal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, pause } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { attribute, span, traces } from './doors/otlp.js';

/** Names that would do something if they were ever taken for SQL, a path, a header, a line of a log or a formula. */
const names = [
  `'; DROP TABLE points; --`,
  `"; DROP TABLE records; --`,
  `x') OR 1=1 --`,
  `$$; ATTACH '/etc/passwd' AS x; $$`,
  `'||(SELECT read_text('/etc/passwd'))||'`,
  `x\\'; COPY points TO '/tmp/hubscope-injected.csv'; --`,
  `%' OR hub LIKE '%`,
  `../../../etc/passwd`,
  `a\r\nSet-Cookie: session=forged`,
  `=HYPERLINK("http://evil.example","x")`,
  `@SUM(1+1)*cmd|' /C calc'!A0`,
  `\u001b[2J\u001b[1;31mforged`,
  `{"level":"error","message":"forged"}`,
  `__proto__`,
  `constructor`,
];

let folder: string;
let server: Served;

/** The folder has such a name too. */
const start = (): Promise<Served> =>
  serve({
    args: ['serve', '--data', join(folder, `it's "data"; --`)],
    env: { HUBSCOPE_LOG_LEVEL: 'info' },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-hostile-'));
  server = await start();
});
afterAll(async () => {
  await server.process.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${server.api}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** A span of an agent, of a hub, that are both called this. */
async function work(name: string): Promise<void> {
  const attributes = [
    attribute('gen_ai.operation.name', 'invoke_agent'),
    attribute('gen_ai.agent.name', name),
    attribute(name, name),
  ];
  const answer = await fetch(`${server.otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(traces(name, [span(Date.now(), { name, attributes })], name)),
  });
  expect(answer.status).toBe(200);
}

const hubs = async (): Promise<string[]> =>
  (JSON.parse((await ask('GET', '/api/v1/hubs')).text) as { name: string }[]).map(({ name }) => name);

it('names are names at every door, in every answer, and after a restart', async () => {
  for (let second = 0; second < 4; second += 1) {
    for (const name of names) await work(name);
    await pause(500);
  }
  const known = names.map(cleanName);
  await eventually({ what: 'all are known', withinMs: 20_000 }, async () => {
    const found = await hubs();
    return known.every((name) => found.includes(name)) ? true : null;
  });
  const [from, to] = [Date.now() - 60_000, Date.now() + 1000];
  const range = `from=${String(from)}&to=${String(to)}`;
  for (const name of names) {
    const hub = encodeURIComponent(name);
    const asked: readonly (readonly ['GET' | 'POST', string, object?])[] = [
      ['GET', `/api/v1/hubs/${hub}/snapshot`],
      ['GET', `/api/v1/hubs/${hub}/components`],
      ['GET', `/api/v1/hubs/${hub}/history?${range}&step=1000&signals=throughput&component=${hub}`],
      ['GET', `/api/v1/hubs/${hub}/history?${range}&step=1000&signals=${hub}`],
      ['GET', `/api/v1/hubs/${hub}/heatmap?${range}`],
      ['GET', `/api/v1/hubs/${hub}/slow?${range}&component=${hub}`],
      ['GET', `/api/v1/hubs/${hub}/edges?${range}`],
      ['GET', `/api/v1/hubs/${hub}/impact?baseline=${hub}`],
      ['GET', `/api/v1/hubs/${hub}/changes?signal=${hub}`],
      ['GET', `/api/v1/markers?hub=${hub}`],
      ['GET', `/api/v1/incidents?hub=${hub}&q=${hub}`],
      ['GET', `/api/v1/alerts?hub=${hub}`],
      ['GET', `/api/v1/rules/${hub}`],
      ['POST', '/api/v1/markers', { hub: name, name }],
      ['POST', '/api/v1/baselines', { hub: name, name, from, to: Date.now() - 5000 }],
      ['POST', '/api/v1/rules', { name, hub: name, signal: name, condition: 'above', threshold: 1 }],
      ['POST', '/api/v1/rules', { name, hub: name, signal: 'latency', condition: 'above', threshold: 1 }],
      ['POST', '/api/v1/silences', { matchers: { hub: name, rule: name }, duration: '1h', comment: name }],
      ['POST', `/api/v1/alerts/${hub}/acknowledge`, { by: name, note: name }],
    ];
    for (const [method, path, body] of asked) {
      const { status } = await ask(method, path, body);
      expect([path, status < 500]).toEqual([path, true]);
    }
    for (const format of ['csv', 'json', 'parquet']) {
      const path = `/api/v1/export?hub=${hub}&format=${format}&${range}&components=*`;
      const { status, headers, text } = await ask('GET', path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
      expect(headers.get('set-cookie')).toBe(null);
      if (format === 'csv') for (const cell of text.split(/[\n,]/)) expect(cell).not.toMatch(/^"?[=+@\t]/);
    }
  }
  const copy = join(folder, `it's a "copy"; --`);
  expect((await ask('POST', '/api/v1/backup', { folder: copy })).status).toBeLessThan(300);
  expect(existsSync(copy)).toBe(true);
  const said = [...server.process.stderr];
  expect(await server.process.stop()).toEqual({ code: 0, signal: null });
  server = await start();
  expect(await hubs()).toEqual(expect.arrayContaining(known));
  const markers = JSON.parse((await ask('GET', '/api/v1/markers')).text) as { name: string }[];
  expect(markers.map(({ name }) => name)).toEqual(expect.arrayContaining(known));
  const storage = JSON.parse((await ask('GET', '/api/v1/storage')).text) as { troubles: unknown[] };
  expect(storage.troubles).toEqual([]);
  expect(existsSync('/tmp/hubscope-injected.csv')).toBe(false);
  expect(said.filter((line) => !line.includes('"level":"info"'))).toEqual([]);
});
