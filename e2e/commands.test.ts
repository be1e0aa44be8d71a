import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { HubscopeProcess, serve, type Served, type ServeOptions } from '../bench/harness/server.js';
import { eventually, pause } from '../bench/harness/eventually.js';
import { PlainViewer, textOf } from '../bench/harness/viewer.js';
import { Feeder } from './clients/feeder.js';
import { history, hub } from './doors/api.js';
import { post, span, traces } from './doors/otlp.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
const started: HubscopeProcess[] = [];

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function run(options: ServeOptions): HubscopeProcess {
  const process = new HubscopeProcess(options);
  started.push(process);
  return process;
}

/** Something else that listens where the server wants to. */
async function occupied(): Promise<{ port: number; free: () => void }> {
  const other = createServer().listen(0, 'localhost');
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, free: () => other.close() };
}

/** Writes a configuration; answers its path. */
function config(name: string, yaml: string): string {
  const file = join(folder, name);
  writeFileSync(file, yaml);
  return file;
}

/** Options of Node that make the server do something when it is about to listen for the first time: in the middle of its start. */
function atFirstListener(code: string): string {
  const file = join(folder, `at-first-listener-${String(started.length)}.mjs`);
  writeFileSync(
    file,
    `import { Server } from 'node:net';
     const { listen } = Server.prototype;
     Server.prototype.listen = function (...args) {
       Server.prototype.listen = listen;
       ${code}
       return listen.apply(this, args);
     };`,
  );
  return `--import=${file}`;
}

/** Sends operations of a hub one by one, until `forMs` have passed; answers how many were taken, and the seconds they lie in. */
async function told(
  server: Served,
  name: string,
  forMs: number,
): Promise<{ taken: number; range: [number, number] }> {
  const first = Math.floor(Date.now() / 1000);
  let taken = 0;
  for (const until = Date.now() + forMs; Date.now() < until;) {
    const { status } = await post(server, '/v1/traces', traces(name, [span(Date.now())]));
    if (status === 200) taken += 1;
    await pause(100);
  }
  return { taken, range: [first - 1, Math.floor(Date.now() / 1000) + 1] };
}

describe('hubscope serve', () => {
  it('names each door on a line, then all ports on the ready line, and answers there', async () => {
    const { process, doors, api, dashboard, otlp } = await serve();
    started.push(process);
    expect(Object.keys(doors)).toEqual(expect.arrayContaining(['dashboard', 'api', 'otlpHttp', 'otlpGrpc']));
    expect(Object.values(doors).every((port) => Number.isInteger(port) && port > 0)).toBe(true);
    const before = process.stdout.slice(
      0,
      process.stdout.findIndex((line) => line.startsWith('ready ')),
    );
    for (const port of Object.values(doors)) {
      expect(before.some((line) => line.includes(`:${String(port)}`))).toBe(true);
    }
    expect((await fetch(dashboard)).status).toBe(200);
    expect((await fetch(`${api}/healthz`)).status).toBe(200);
    expect((await fetch(`${api}/readyz`)).status).toBe(200);
    expect((await fetch(`${otlp}/v1/traces`)).status).toBe(405);
  });

  it('takes rules and channels of a file that changes, and keeps those before where it can’t be used', async () => {
    const rule = (name: string, signal = 'latency'): string =>
      `rules: [{ name: ${name}, signal: ${signal}, condition: above, threshold: 150 }]\n`;
    const channel = 'channels: [{ name: desk, type: webhook, url: "https://hooks.example/" }]\n';
    const file = config('changing.yaml', rule('Slow'));
    const { process, api, ws } = await serve({ args: ['serve', '--config', file] });
    started.push(process);
    const page = new WebSocket(`${ws}?hub=shop`, 'hubscope.v1');
    const frames: { type: string; thresholds?: { name: string }[] }[] = [];
    page.on('message', (data) => frames.push(JSON.parse(textOf(data)) as (typeof frames)[number]));
    const frame = (type: string): Promise<(typeof frames)[number]> =>
      eventually({ what: type, withinMs: 10_000 }, () => frames.find((each) => each.type === type) ?? null);
    expect((await frame('snapshot')).thresholds).toMatchObject([{ name: 'Slow' }]);
    const names = async (of: string): Promise<string[]> =>
      ((await (await fetch(`${api}/api/v1/${of}`)).json()) as { name: string }[]).map(({ name }) => name);
    expect(await names('rules')).toContain('Slow');
    config('changing.yaml', `${rule('Slower')}${channel}max_viewers: 5\nmax_hubs: 7\n`);
    await process.line(
      /^configuration read again: channels, max_viewers, rules in force; max_hubs from the next start on$/,
    );
    await eventually(
      { what: 'a warning', withinMs: 10_000 },
      () =>
        process.stderr.find((line) =>
          /"level":"warn".*"code":"restart_needed","settings":"max_hubs"/.test(line),
        ) ?? null,
    );
    expect(await names('rules')).toContain('Slower');
    expect(await names('rules')).not.toContain('Slow');
    expect((await frame('rules')).thresholds).toMatchObject([{ name: 'Slower' }]);
    page.terminate();
    expect(await names('channels')).toEqual(['desk']);
    config('changing.yaml', rule('Wrong', 'no_such_signal'));
    process.kill('SIGHUP');
    await eventually(
      { what: 'the complaint', withinMs: 10_000 },
      () => process.stderr.find((line) => /no_such_signal/.test(line)) ?? null,
    );
    expect(await names('rules')).toContain('Slower');
    config('changing.yaml', 'rules: [');
    process.kill('SIGHUP');
    await eventually(
      { what: 'another complaint', withinMs: 10_000 },
      () => process.stderr.find((line) => /changing\.yaml/.test(line)) ?? null,
    );
    expect(await names('channels')).toEqual(['desk']);
  });

  it('tells what happens as text where that is asked for, and goes on where nothing can be written', async () => {
    const env = { HUBSCOPE_LOG_LEVEL: 'info' };
    const talking = await serve({ args: ['serve', '--log-format', 'text'], env });
    started.push(talking.process);
    await eventually(
      { what: 'the line', withinMs: 5000 },
      () =>
        talking.process.stderr.find((line) => /^\S+Z info {2}the server is ready version=/.test(line)) ??
        null,
    );
    const full = await serve({ env, via: ['sh', '-c', 'exec "$@" 2>/dev/full', 'sh'] });
    started.push(full.process);
    expect((await fetch(`${full.api}/healthz`)).status).toBe(200);
    expect(await full.process.stop()).toEqual({ code: 0, signal: null });
  });

  it('exits 0 within 5 s of SIGTERM while viewers are connected and telemetry comes in; viewers are told, and what was taken is kept', async () => {
    const data = join(folder, 'kept');
    const server = await serve({ env: { HUBSCOPE_DATA: data } });
    const { process, ws, doors } = server;
    started.push(process);
    const feeder = new Feeder(server, { hub: 'busy' });
    const viewers = await Promise.all([
      PlainViewer.connect(`${ws}?hub=busy`),
      PlainViewer.connect(`${ws}?hub=busy`),
      PlainViewer.connect(`ws://localhost:${String(doors.dashboard)}/ws`),
    ]);
    // One of them reads nothing more, as a laptop that was closed.
    viewers[0].socket.pause();
    const closed = viewers.slice(1).map(
      ({ socket }) =>
        new Promise((resolve) => {
          socket.once('close', resolve);
        }),
    );
    await viewers[1].frame('operations', ({ current }) => (current['throughput_ops_sec'] ?? 0) > 0);
    const { taken, range } = await told(server, 'told', 2000);
    expect(taken).toBeGreaterThan(5);
    // Nothing older than two seconds may be lost.
    await pause(2000);
    const begun = performance.now();
    process.kill('SIGTERM');
    expect(await process.exit(10_000)).toEqual({ code: 0, signal: null });
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(process.stderr).toEqual([]);
    expect(await Promise.all(closed)).toEqual([1001, 1001]);
    await feeder.stop();
    for (const viewer of viewers) viewer.close();
    const again = await serve({ env: { HUBSCOPE_DATA: data } });
    started.push(again.process);
    const kept = (await history(again, 'told', ['throughput'], range)).signals['throughput'] ?? [];
    expect(kept.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(taken);
  });

  it.skipIf(process.platform !== 'linux')(
    'exits 0 within 5 s of SIGTERM where its database answers no more, and leaves nothing of it',
    async () => {
      const server = await serve();
      started.push(server.process);
      const { pid } = server.process;
      await told(server, 'shop', 1000);
      await eventually({ what: 'the hub', withinMs: 10_000 }, () => hub(server, 'shop'));
      const answer = await fetch(`${server.api}/api/v1/export?hub=shop&format=parquet`);
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
      const child = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
      expect(child).toMatch(/^\d+$/);
      process.kill(Number(child), 'SIGSTOP');
      const begun = performance.now();
      server.process.kill('SIGTERM');
      expect(await server.process.exit(10_000)).toEqual({ code: 0, signal: null });
      expect(performance.now() - begun).toBeLessThan(5000);
      expect(() => process.kill(Number(child), 0)).toThrow('ESRCH');
      expect(server.process.stderr).toEqual([]);
    },
  );

  it.each(['SIGTERM', 'SIGINT'] as const)('exits 0 on %s while it starts', async (signal) => {
    const preload = atFirstListener(`process.kill(process.pid, '${signal}');`);
    const process = run({ env: { NODE_OPTIONS: preload } });
    expect(await process.exit(5000)).toEqual({ code: 0, signal: null });
    expect(process.stdout).toEqual([]);
    expect(process.stderr).toEqual([]);
  });

  it('exits 0 within 5 s of SIGTERM where the start does not come to its end', async () => {
    const preload = atFirstListener(
      `setInterval(() => undefined, 1000); console.log('it hangs'); return this;`,
    );
    const process = run({ env: { NODE_OPTIONS: preload } });
    await process.line(/^it hangs$/);
    process.kill('SIGTERM');
    expect(await process.exit(5000)).toEqual({ code: 0, signal: null });
    expect(process.stderr.join('\n')).toContain('"under_way":"the start"');
  });

  it('reads its configuration again after the start where SIGHUP comes while it starts', async () => {
    const preload = atFirstListener(`process.kill(process.pid, 'SIGHUP');`);
    const process = run({ env: { NODE_OPTIONS: preload } });
    await process.doors();
    await process.line(/^configuration read again: nothing differs$/);
    expect((await process.stop()).code).toBe(0);
  });

  it.each([
    ['dashboard', 'HUBSCOPE_DASHBOARD_PORT'],
    ['API', 'HUBSCOPE_API_PORT'],
    ['OTLP', 'HUBSCOPE_OTLP_HTTP_PORT'],
    ['OTLP over gRPC', 'HUBSCOPE_OTLP_GRPC_PORT'],
  ])('says that the port of the %s is taken and that %s changes it, and exits 2', async (_, variable) => {
    const { port, free } = await occupied();
    const process = run({ env: { [variable]: String(port) } });
    expect(await process.exit()).toEqual({ code: 2, signal: null });
    free();
    expect(process.stderr.join('\n')).toContain(String(port));
    expect(process.stderr.join('\n')).toContain(variable);
    expect(process.stdout.some((line) => line.startsWith('ready'))).toBe(false);
  });

  it.each([
    ['a value out of bounds', 'max_components: 0\n', 'max_components'],
    ['a setting that is none', 'colour: blue\n', 'colour'],
    ['a rule without a threshold', 'rules:\n  - name: Slow\n    signal: latency\n', 'rules'],
    [
      'a rule on a signal that is not there',
      'rules:\n  - { name: Slow, signal: no_such_signal, condition: above, threshold: 1 }\n',
      'no_such_signal',
    ],
    ['what is no YAML', 'rules: [\n', 'bad-3.yaml'],
  ])('exits 2 on %s in the configuration, and names it', async (_, yaml, named) => {
    const file = config(named === 'bad-3.yaml' ? named : 'bad.yaml', yaml);
    const process = run({ args: ['serve', '--config', file] });
    expect(await process.exit()).toEqual({ code: 2, signal: null });
    expect(process.stderr.join('\n')).toContain(named);
    expect(process.stderr.join('\n')).not.toMatch(/\n\s+at /);
  });

  it('exits 2 where the configuration is not there', async () => {
    const file = join(folder, 'absent.yaml');
    const process = run({ args: ['serve', '--config', file] });
    expect(await process.exit()).toEqual({ code: 2, signal: null });
    expect(process.stderr.join('\n')).toContain('absent.yaml');
  });

  it('exits 2 on a variable that makes no sense, and names it', async () => {
    const process = run({ env: { HUBSCOPE_API_PORT: 'eighty' } });
    expect(await process.exit()).toEqual({ code: 2, signal: null });
    expect(process.stderr.join('\n')).toContain('HUBSCOPE_API_PORT');
  });

  it.each([[['serve', '--colour']], [['sreve']], [['serve', '--config']]])('exits 2 on %j', async (args) => {
    const process = run({ args });
    expect(await process.exit()).toEqual({ code: 2, signal: null });
    expect(process.stderr.join('\n')).not.toBe('');
  });

  it.each([[['--help']], [['serve', '--help']], [['--version']]])('answers %j and exits 0', async (args) => {
    const process = run({ args });
    expect(await process.exit()).toEqual({ code: 0, signal: null });
    expect(process.stdout.join('\n')).not.toBe('');
  });
});
