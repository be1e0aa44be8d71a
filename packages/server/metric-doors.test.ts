import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultLimits } from '@hubscope/core/window';
import { config, doctorAnswer, type DoctorAnswer, type Finding } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hubscope } from './hubscope.js';

let folder: string;
let hubscope: Hubscope;
/** Shown to the API, where it asks for one. */
let key: string | null;

async function start(more: Record<string, unknown> = {}): Promise<void> {
  const ports = { dashboard_port: 0, api_port: 0, otlp_http_port: 0, otlp_grpc_port: 0, statsd_port: 0 };
  hubscope = await Hubscope.start({
    config: config.parse({ ...ports, data: join(folder, 'data'), ...more }),
    dashboard: null,
    version: 'test',
  });
}

beforeEach(async () => {
  key = null;
  folder = await mkdtemp(join(tmpdir(), 'hubscope-doctor-'));
});
afterEach(async () => {
  await hubscope.stop();
  await rm(folder, { recursive: true, force: true });
});

const otlp = (path: string): string => `http://127.0.0.1:${String(hubscope.doors.otlpHttp)}${path}`;

async function ask(): Promise<DoctorAnswer> {
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  const answer = await fetch(`http://127.0.0.1:${String(hubscope.doors.api)}/api/v1/doctor`, { headers });
  return doctorAnswer.parse(await answer.json());
}

/** Looks until the doctor finds it. */
async function finding(code: string, subject?: string): Promise<Finding> {
  const until = performance.now() + 10_000;
  for (;;) {
    const { findings } = await ask();
    const found = findings.find((each) => each.code === code && (subject ?? each.subject) === each.subject);
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`not found: ${code}; but ${JSON.stringify(findings)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A metric as a stock exporter writes it in JSON. */
function send(
  service: string | null,
  ms: number,
  metric = 'process.memory.usage',
  series = 1,
): Promise<Response> {
  const attributes = service === null ? [] : [{ key: 'service.name', value: { stringValue: service } }];
  const dataPoints = Array.from({ length: series }, (_, index) => ({
    timeUnixNano: `${String(Math.round(ms))}000000`,
    asDouble: 1e6,
    attributes: [{ key: 'queue', value: { stringValue: String(index) } }],
  }));
  const metrics = [{ name: metric, gauge: { dataPoints } }];
  return fetch(otlp('/v1/metrics'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ metrics }] }] }),
  });
}

describe('what the doctor says of ten ways of getting it wrong', () => {
  it('nothing was set', async () => {
    await start();
    const found = await finding('nothing_arrived');
    expect(found.todo).toContain(
      `OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:${String(hubscope.doors.otlpHttp)}`,
    );
    expect((await ask()).healthy).toBe(false);
  });

  it('gRPC goes to the port for HTTP', async () => {
    await start();
    const client = connectHttp2(otlp(''));
    client.on('error', () => undefined);
    expect((await finding('http2_on_http1')).todo).toContain('4317');
    client.destroy();
  });

  it('HTTP goes to the port for gRPC', async () => {
    await start();
    const answer = await fetch(`http://127.0.0.1:${String(hubscope.doors.otlpGrpc)}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('4318')]);
    expect((await finding('http1_on_http2', 'OTLP over gRPC')).todo).toContain('4318');
  });

  it('https:// stands in the endpoint', async () => {
    await start();
    await fetch(otlp('/v1/traces').replace('http:', 'https:')).catch(() => undefined);
    expect((await finding('tls_on_plain')).todo).toContain('http://');
  });

  it('the path is wrong', async () => {
    await start();
    await fetch(otlp('/'), { method: 'POST', body: 'x' });
    expect((await finding('not_found')).todo).toContain('/v1/traces');
    await fetch(otlp('/v1/trace'), { method: 'POST', body: 'x' });
    expect((await finding('unknown_telemetry')).what).toContain('/v1/traces');
    expect((await ask()).healthy).toBe(false);
  });

  it('the content type is wrong', async () => {
    await start();
    await fetch(otlp('/v1/traces'), { method: 'POST', headers: { 'content-type': 'text/html' }, body: 'x' });
    const found = await finding('unsupported_media_type', 'OTLP over HTTP');
    expect(found.todo).toContain('OTEL_EXPORTER_OTLP_PROTOCOL');
  });

  it('the body is refused', async () => {
    await start();
    const headers = { 'content-type': 'application/x-protobuf' };
    await fetch(otlp('/v1/metrics'), { method: 'POST', headers, body: 'nonsense' });
    const found = await finding('malformed_body', 'OTLP over HTTP');
    expect(found).toMatchObject({ severity: 'error', what: expect.stringContaining('1 refused') as string });
  });

  it('the body is not packed as it says', async () => {
    await start();
    const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
    await fetch(otlp('/v1/metrics'), { method: 'POST', headers, body: 'not gzip' });
    expect((await finding('malformed_body', 'OTLP over HTTP')).todo).toContain('Content-Encoding');
  });

  it('JSON is sent as protobuf', async () => {
    await start();
    const headers = { 'content-type': 'application/x-protobuf' };
    const body = JSON.stringify({ resourceMetrics: [] });
    const answer = await fetch(otlp('/v1/metrics'), { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect((await finding('malformed_body', 'OTLP over HTTP')).what).toContain('content type');
  });

  it('no key is shown where one is asked for', async () => {
    key = 'an-administrators-key-of-32-letters';
    await start({ access: 'always', admin_key: key });
    await send('shop', Date.now());
    expect((await finding('unauthorized', 'OTLP over HTTP')).todo).toContain('hubscope keys create');
  });

  it('a process has more series than are kept', async () => {
    await start();
    await send('shop', Date.now(), 'queue_depth', defaultLimits.series + 3);
    const found = await finding('series_limit', 'shop');
    expect(found.what).toMatch(/^3 not counted/);
  });

  it('remote write is packed with zstd', async () => {
    await start();
    const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'zstd' };
    await fetch(otlp('/api/v1/write'), { method: 'POST', headers, body: 'x' });
    const found = await finding('unsupported_media_type', 'Prometheus remote write');
    expect(found.todo).toContain('snappy');
  });

  it('the service has no name', async () => {
    await start();
    await send(null, Date.now());
    expect((await finding('no_service_name', 'default')).todo).toContain('OTEL_SERVICE_NAME');
  });

  it('processes carry no id', async () => {
    await start();
    await send('shop', Date.now());
    expect((await finding('no_instance_id', 'shop')).todo).toContain('service.instance.id');
  });

  it('a clock is five minutes ahead', async () => {
    await start();
    await send('shop', Date.now() + 300_000);
    expect(await finding('future', 'shop')).toMatchObject({ severity: 'error' });
  });

  it('a clock is five minutes behind', async () => {
    await start();
    await send('shop', Date.now() - 300_000);
    expect((await finding('too_old', 'shop')).todo).toContain('clock');
  });

  it('only metrics are sent', async () => {
    await start();
    await send('shop', Date.now());
    expect((await finding('no_operations', 'shop')).todo).toContain('OTEL_TRACES_EXPORTER=otlp');
  });

  it('a target of the scraper is down', async () => {
    await start({ scrape: [{ job: 'shop', targets: ['127.0.0.1:1'] }] });
    expect((await finding('target_down')).subject).toBe('http://127.0.0.1:1/metrics');
  });
});

const statsdDoor = async (): Promise<DoctorAnswer['doors'][number] | undefined> =>
  (await ask()).doors.find(({ door }) => door === 'StatsD');

/** Sends a packet to StatsD's port, over IPv4 or IPv6. */
async function statsd(packet: string, address = '127.0.0.1'): Promise<void> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const port = (await statsdDoor())?.port ?? 0;
  await new Promise((resolve) => {
    socket.send(packet, port, address, resolve);
  });
  socket.close();
}

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

describe('StatsD’s port', () => {
  it.runIf(hasIpv6).each([{}, { access: 'always', admin_key: 'an-administrators-key-of-32-letters' }])(
    'takes what comes to 127.0.0.1 and to ::1: %j',
    async (more) => {
      key = 'admin_key' in more ? more.admin_key : null;
      await start(more);
      await statsd('queue_depth:1|g|#hub:shop');
      await statsd('queue_depth:1|g|#hub:shop', '::1');
      await expect
        .poll(async () => (await statsdDoor())?.senders.map(({ address }) => address).sort(), {
          timeout: 5000,
        })
        .toEqual(['127.0.0.1', '::1']);
    },
  );

  it.runIf(hasIpv6)('that another program has at ::1 is taken at neither address', async () => {
    const other = createSocket('udp6');
    await new Promise<void>((resolve) => other.bind(0, '::1', resolve));
    await start({ statsd_port: other.address().port });
    expect(await statsdDoor()).toMatchObject({ port: null });
    const again = createSocket('udp4');
    await new Promise<void>((resolve) => again.bind(other.address().port, '127.0.0.1', resolve));
    for (const socket of [other, again]) socket.close();
  });

  it('is told that what came is unmapped, and what gives it a signal; all the same it arrived', async () => {
    await start();
    await statsd('my.counter:1|c');
    const found = await finding('unmapped', 'default');
    expect(found).toMatchObject({
      severity: 'warning',
      what: expect.stringMatching(/^1 not counted/) as string,
    });
    expect(found.todo).toContain('mapping:');
    const { findings, healthy } = await ask();
    expect([findings.map(({ code }) => code), healthy]).toEqual([['unmapped'], true]);
    expect(await statsdDoor()).toMatchObject({ requests: 1, refused: {} });
  });

  it('is told of packets that are no StatsD', async () => {
    await start();
    await statsd('GET / HTTP/1.1\r\n');
    const found = await finding('not_statsd', 'StatsD');
    expect([found.severity, found.what]).toEqual([
      'error',
      expect.stringContaining('1 refused from 127.0.0.1'),
    ]);
    expect(found.todo).toContain('name:value|type');
    expect(found.what).not.toContain('answered');
  });

  it('that another program has stops nothing, and closed says so', async () => {
    const other = createSocket('udp4');
    await new Promise<void>((resolve) => other.bind(0, '127.0.0.1', resolve));
    await start({ statsd_port: other.address().port });
    const door = (await ask()).doors.find((each) => each.door === 'StatsD');
    expect(door).toMatchObject({ port: null });
    other.close();
  });
});

describe.skipIf(process.platform === 'win32')('StatsD’s Unix socket', () => {
  const framed = (text: string): Buffer =>
    Buffer.concat([Buffer.from([text.length, 0, 0, 0]), Buffer.from(text)]);

  it('takes what a client sends, without a port', async () => {
    const path = join(folder, 'dsd.socket');
    await start({ statsd_port: -1, statsd_socket: path });
    connect(path).end(framed('queue_depth:3|g|#service:shop'));
    await expect
      .poll(async () => (await ask()).doors.find(({ door }) => door === 'StatsD')?.senders, { timeout: 5000 })
      .toMatchObject([{ address: 'unix', requests: 1, refused: 0 }]);
  });

  it('that can’t be had stops nothing', async () => {
    await start({ statsd_socket: join(folder, 'none', 'dsd.socket') });
    expect((await ask()).doors.find(({ door }) => door === 'StatsD')?.port).toBeGreaterThan(0);
  });
});

describe('a connection that says nothing sensible', () => {
  it('is no finding', async () => {
    await start();
    await send('shop', Date.now());
    const socket = connect(hubscope.doors.otlpHttp, '127.0.0.1');
    socket.write('rubbish\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve).resume());
    const { doors } = await ask();
    expect(doors.find((each) => each.door === 'OTLP over HTTP')).toMatchObject({ requests: 1, refused: {} });
  });
});
