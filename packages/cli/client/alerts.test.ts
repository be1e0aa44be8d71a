import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alert } from '@hubscope/core/wire';
import { main } from '../main.js';

const alert: Alert = {
  id: 'abc123-1700000000',
  threshold: {
    name: 'High Latency',
    metric: 'latency_ms',
    threshold: 150,
    condition: 'above',
    severity: 'warning',
    cooldown_secs: 300,
  },
  triggered_at: 1_700_000_000_000,
  current_value: 182,
  message: '182 ms, above 150 for 2 min',
  acknowledged: false,
  state: 'firing',
  hub: 'shop',
  component: null,
  column: 'latency',
  resolved_at: null,
  blind_since: null,
  acknowledged_by: null,
  acknowledged_at: null,
  note: null,
  occurrences: 1,
};

let server: Server;
let url: string;
let asked: { path: string; body: unknown }[];
let printed: string;

beforeEach(async () => {
  asked = [];
  printed = '';
  process.exitCode = undefined;
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      asked.push({
        path: `${request.method ?? ''} ${request.url ?? ''}`,
        body: text === '' ? null : JSON.parse(text),
      });
      const { by } = text === '' ? { by: null } : (JSON.parse(text) as { by: string | null });
      const gone = {
        type: '',
        title: '',
        status: 409,
        code: 'alert_not_firing',
        detail: 'It does not fire.',
      };
      const silence = {
        id: 's1',
        matcher: { rule: null, hub: 'shop', component: null, signal: null, severity: null },
        starts_at: 0,
        ends_at: 3_600_000,
        repeat: null,
        repeat_until: null,
        by,
        comment: null,
        created_at: 0,
        hidden: 0,
        state: 'active',
      };
      const answers: Record<string, readonly [number, unknown]> = {
        'GET /api/v1/alerts?limit=50000': [200, [alert]],
        'GET /api/v1/alerts?hub=bank&limit=50000': [200, []],
        [`POST /api/v1/alerts/${alert.id}/acknowledge`]: [
          200,
          { ...alert, acknowledged: true, acknowledged_by: by },
        ],
        'POST /api/v1/silences': [201, silence],
      };
      const [status, body] = answers[`${request.method ?? ''} ${request.url ?? ''}`] ?? [409, gone];
      response.writeHead(status).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const run = (...args: string[]): Promise<void> => main(['alerts', ...args, '--server', url]);

describe('hubscope alerts', () => {
  it('lists alerts in words, and as they are in JSON', async () => {
    await run('list');
    expect(printed).toContain('182 ms, above 150 for 2 min');
    expect(printed).toContain(alert.id);
    printed = '';
    await run('list', '--json');
    expect(JSON.parse(printed)).toEqual([alert]);
    printed = '';
    await run('list', '--hub', 'bank');
    expect([printed, process.exitCode]).toEqual(['no alerts\n', undefined]);
  });

  it('acknowledges one by the beginning of its id, by name and with a note', async () => {
    await run('ack', 'abc', '--by', 'Ada', '--note', 'on it');
    expect(asked.at(-1)).toEqual({
      path: `POST /api/v1/alerts/${alert.id}/acknowledge`,
      body: { by: 'Ada', note: 'on it' },
    });
    expect(printed).toBe('High Latency on shop is acknowledged by Ada\n');
  });

  it('ends with 2 for what the server refuses', async () => {
    await run('ack', 'zzz');
    expect([process.exitCode, printed]).toEqual([2, 'It does not fire. (alert_not_firing)\n']);
  });

  it('silences for an hour unless told otherwise, and only what is named', async () => {
    await run('silence', '--hub', 'shop', '--by', 'Ada');
    expect(asked.at(-1)?.body).toEqual({ matcher: { hub: 'shop' }, duration: 3600, by: 'Ada' });
    await run('silence', '--hub', 'shop', '--for', '10m', '--json');
    expect(asked.at(-1)?.body).toMatchObject({ duration: 600 });
    process.exitCode = undefined;
    await run('silence');
    expect(process.exitCode).toBe(2);
  });

  it('silences until a moment, and again each week until another', async () => {
    const windows = ['--from', '2026-12-24T22:00:00Z', '--until', '2026-12-25T02:00:00Z'];
    await run('silence', '--rule', '*', ...windows, '--repeat', 'weekly', '--repeat-until', '2027-02-01');
    expect(asked.at(-1)?.body).toMatchObject({
      starts_at: Date.UTC(2026, 11, 24, 22),
      ends_at: Date.UTC(2026, 11, 25, 2),
      repeat: 'weekly',
      repeat_until: Date.UTC(2027, 1, 1),
    });
    expect(asked.at(-1)?.body).not.toHaveProperty('duration');
  });

  it.each([
    [['--for', '1h', '--until', '2026-12-25'], 'either --for or --until says how long'],
    [['--repeat-until', '2026-12-25'], '--repeat-until ends what --repeat begins'],
  ])('refuses %j', async (more, words) => {
    await run('silence', '--hub', 'shop', ...more);
    expect([process.exitCode, printed]).toEqual([2, `${words}\n`]);
  });

  it('ends with 3 where no server answers', async () => {
    await main(['alerts', 'list', '--server', 'http://127.0.0.1:1']);
    expect(process.exitCode).toBe(3);
  });
});
