// Test code: a server that speaks the live form with seeded values, for the dashboard's tests and screenshots. Never shipped.
//
//   node testing/feeder.mjs [--port 3900] [--scene live|empty|silent|alerting|firing|lag|burst|young|strange]
//
// It serves `out/` at /dashboard. POST /testing/drop closes every connection and refuses new ones; /testing/accept takes them
// again; /testing/mute stops every frame; /testing/hub lets the first hub appear; /testing/scene?name= changes the scene.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';
import { impactState } from './impact-states.mjs';
import { restAnswer } from './rest.mjs';
import { columns, componentColumns, components, hubValues, signals, strangeValues } from './series.mjs';

const root = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'out');
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const kept = 90;

function serveFile(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const path = normalize(pathname.replace(/^\/dashboard\/?/, '/'));
  const file = join(root, path === '/' ? 'index.html' : path);
  if (!pathname.startsWith('/dashboard') || !existsSync(file) || statSync(file).isDirectory()) {
    response.writeHead(404).end('nothing here');
    return;
  }
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

/**
 * Starts a feeder; answers its address and how to stop it.
 * @param now its clock, ms since the epoch; while that stands, no second passes
 */
export async function startFeeder({
  port = 0,
  scene: firstScene = 'live',
  impact = 'better',
  seed = 7,
  now = Date.now,
} = {}) {
  let scene = firstScene;
  let [accepting, muted] = [true, false];
  let seq = 100;
  const epoch = `feeder-${String(seed)}`;
  const hubName =
    firstScene === 'strange' ? `<b onmouseover=alert(1)>${'very-long-name-'.repeat(12)}</b>` : 'research-hub';
  const next = firstScene === 'strange' ? strangeValues(seed) : hubValues(seed);
  const lagSeconds = () => (scene === 'lag' || scene === 'burst' ? 5 : 0);
  let second = Math.floor(now() / 1000) - 1;
  const nothing = {
    values: columns.map(() => null),
    cores: [],
    components: components.map(([kind, name]) => [`${kind}:${name}`, ...componentColumns.map(() => null)]),
  };
  let seconds = Array.from({ length: kept }, (_, k) =>
    firstScene === 'young' && k < kept - 4 ? nothing : next(),
  );
  const hour = Array.from({ length: 120 }, (_, k) => (firstScene === 'young' && k < 119 ? nothing : next()));
  const startedAt = now();
  const markers = [];
  let alerts = [];

  const status = () => ({
    name: hubName,
    state: scene === 'silent' ? 'silent' : 'live',
    version: '1.8.2',
    instances: 4,
    first_second: second - 4000,
    last_second: second,
    lag_ms: scene === 'lag' || scene === 'burst' ? 5200 : 480,
    resolution: scene === 'lag' ? 10 : 1,
    operations_from: 'spans',
    cpu_allotted: { cpus: 4, from: scene === 'lag' ? 'assumed' : 'logical' },
    closed_load: true,
    operations_per_minute: 51720,
    dropped: scene === 'lag' ? { too_old: 1240, duplicate: 3, unmapped: 99 } : {},
    coarse_latency: scene === 'lag',
  });
  const otherHub = () => ({
    ...status(),
    name: 'billing-hub',
    state: 'silent',
    version: '0.3.0',
    instances: 1,
  });
  const selfHub = () => ({ ...status(), name: 'hubscope', state: 'live', version: '0.1.0', instances: 1 });
  const hubs = () => ({
    type: 'hubs',
    hubs: scene === 'empty' ? [selfHub()] : [status(), otherHub(), selfHub()],
  });

  const peaks = (index) => {
    const values = seconds.slice(-60).map(({ values: each }) => each[index]);
    const max = Math.max(...values);
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    const at = (second - 59 + values.indexOf(max)) * 1000;
    return [60, 3600].map((over) => ({ over, max, max_at: at, min: Math.min(...values), min_at: at, mean }));
  };
  const judgement = () => ({
    trends:
      scene === 'young'
        ? {}
        : {
            throughput: { change: 84.2, verdict: 'better' },
            'latency.mean': { change: -12.3, verdict: 'better' },
            memory: { change: 0.2, verdict: 'steady' },
            cpu: { change: 9.4, verdict: 'worse' },
          },
    peaks: { throughput: peaks(0), 'latency.mean': peaks(1), memory: peaks(8), cpu: peaks(9) },
    health: {
      score: scene === 'firing' ? 61 : 94,
      parts: [
        { name: 'High CPU Usage', column: 'cpu', value: seconds.at(-1).values[9], threshold: 90, lost: 4.2 },
        { name: 'Availability', column: null, value: 99.97, threshold: null, lost: 1.8 },
      ],
    },
    uptime: {
      percent: 99.97,
      known_seconds: 85000,
      cells: Array.from({ length: 144 }, (_, k) => (k === 71 ? 'down' : k > 96 && k < 99 ? 'unknown' : 'up')),
    },
  });
  const alert = (id, name, metric, threshold, severity, state, more) => ({
    id,
    threshold: { name, metric, threshold, condition: 'above', severity, cooldown_secs: 300 },
    triggered_at: startedAt - 130_000,
    current_value: 163.2,
    message: '',
    acknowledged: false,
    state,
    hub: hubName,
    component: null,
    column: 'latency',
    resolved_at: null,
    blind_since: null,
    acknowledged_by: null,
    acknowledged_at: null,
    note: null,
    occurrences: 1,
    ...more,
  });
  const sceneAlerts = () =>
    scene === 'alerting' || scene === 'firing'
      ? [
          alert('a1', 'High Latency', 'latency_ms', 150, 'warning', 'firing', { component: 'agent:writer' }),
          alert('a2', 'High CPU Usage', 'cpu_utilization', 90, 'critical', 'approaching', {
            column: 'cpu',
            current_value: 83.1,
          }),
          alert('a3', 'Low Throughput', 'throughput_ops_sec', 400, 'critical', 'resolved', {
            column: 'throughput',
            current_value: 862,
            resolved_at: startedAt - 82_000,
          }),
          ...(scene === 'firing'
            ? [
                alert('a4', 'High Error Rate', 'error_rate', 5, 'critical', 'firing', {
                  column: 'error_rate',
                  current_value: 7.4,
                  triggered_at: startedAt - 42_000,
                  occurrences: 3,
                }),
              ]
            : []),
        ]
      : [];
  const column = (values, index) => values.map(({ values: each }) => each?.[index] ?? null);
  const snapshot = (hub) => {
    const known = hub === hubName && scene !== 'empty';
    return {
      type: 'snapshot',
      seq,
      now: now(),
      hub,
      status: known
        ? status()
        : hub === null
          ? null
          : {
              ...status(),
              name: hub,
              state: 'waiting',
              version: null,
              instances: 0,
              first_second: null,
              last_second: null,
            },
      signals,
      columns,
      component_columns: componentColumns,
      series: known
        ? {
            from: second - kept + 1,
            values: columns.map((_, index) => column(seconds, index)),
            cores: seconds.map(({ cores }) => cores ?? []),
          }
        : { from: null, values: columns.map(() => []), cores: [] },
      sparklines: {
        step: 30,
        until: known ? second + 1 : null,
        columns: known ? Object.fromEntries(columns.map((name, index) => [name, column(hour, index)])) : {},
      },
      components: known
        ? components.map(([kind, name], k) => {
            const key = `${kind}:${name}`;
            return {
              key,
              kind,
              name,
              values: seconds.at(-1).components?.[k].slice(1) ?? componentColumns.map(() => null),
              throughput: seconds.map(({ components: each }) => each?.[k][1] ?? null),
            };
          })
        : [],
      component_count: known ? 14 : 0,
      judgement: known ? judgement() : null,
      alerts: known ? alerts : [],
      alerts_left_out: 0,
      rules: 5,
      thresholds: [
        {
          column: 'throughput',
          condition: 'below',
          threshold: 400,
          severity: 'critical',
          name: 'Low Throughput',
        },
        { column: 'latency', condition: 'above', threshold: 150, severity: 'warning', name: 'High Latency' },
        {
          column: 'memory',
          condition: 'above',
          threshold: 80,
          severity: 'warning',
          name: 'High Memory Usage',
        },
        { column: 'cpu', condition: 'above', threshold: 90, severity: 'critical', name: 'High CPU Usage' },
      ],
      markers: known ? markers : [],
      impact: known ? impactState(impact, hubName, markers[0] ?? null, now()) : null,
    };
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (request.method === 'POST' && pathname.startsWith('/testing/')) {
      control(pathname.slice('/testing/'.length), searchParams);
      response.writeHead(204).end();
      return;
    }
    if (restAnswer(request, response, { markers, addMarker, hub: hubName, alerts, now })) return;
    serveFile(request, response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!accepting) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      const asked = new URL(request.url, 'http://localhost').searchParams.get('hub');
      ws.hub = asked ?? (scene === 'empty' ? null : hubName);
      send(ws, {
        type: 'hello',
        epoch,
        version: '0.1.0',
        now: now(),
        hub: ws.hub,
        otlp_http_port: 4318,
      });
      send(ws, hubs());
      send(ws, snapshot(ws.hub));
      ws.on('message', (data) => {
        receive(ws, JSON.parse(data.toString()));
      });
    });
  });
  const send = (ws, frame) => {
    if (!muted) ws.send(JSON.stringify(frame));
  };
  const publish = (frame) => {
    for (const ws of sockets.clients) if (ws.hub === hubName) send(ws, frame);
  };
  function addMarker(hub, name, at) {
    const marker = { id: `m${String(markers.length)}`, hub, name, at, origin: 'person' };
    markers.push(marker);
    publish({ type: 'marker', seq: ++seq, marker });
    return marker;
  }
  function receive(ws, message) {
    if (message.action === 'ping') send(ws, { type: 'pong', now: now() });
    if (message.action === 'subscribe') {
      ws.hub = message.hub ?? (scene === 'empty' ? null : hubName);
      send(ws, snapshot(ws.hub));
    }
    if (message.action === 'acknowledge_alert') {
      alerts = alerts.map((each) =>
        each.id === message.data.alert_id ? { ...each, acknowledged: true, acknowledged_at: now() } : each,
      );
      send(ws, { type: 'ok', action: 'acknowledge_alert' });
      for (const each of alerts.filter(({ id }) => id === message.data.alert_id))
        publish({ type: 'alert', seq: ++seq, alert: each });
    }
  }
  function control(what, parameters) {
    if (what === 'drop') {
      accepting = false;
      for (const ws of sockets.clients) ws.terminate();
    }
    if (what === 'accept') accepting = true;
    if (what === 'mute') muted = true;
    if (what === 'scene') setScene(parameters.get('name'));
    if (what === 'hub') {
      setScene('live');
      for (const ws of sockets.clients) {
        send(ws, hubs());
        if (ws.hub === null) {
          ws.hub = hubName;
          send(ws, snapshot(hubName));
        }
      }
    }
  }
  function setScene(name) {
    scene = name;
    alerts = sceneAlerts();
    for (const ws of sockets.clients) {
      send(ws, hubs());
      if (scene !== 'empty' && ws.hub === hubName) send(ws, snapshot(hubName));
    }
  }

  function advance(to) {
    while (second < to) {
      const values = next();
      second += 1;
      seconds = [...seconds.slice(1), values];
      hour[hour.length - 1] = values;
      publish({
        type: 'tick',
        seq: ++seq,
        now: now(),
        second,
        values: values.values,
        cores: values.cores,
        components: values.components,
        component_count: 14,
        gone: [],
        judgement: judgement(),
        sparkline: {
          until: second + 1,
          columns: Object.fromEntries(columns.map((name, index) => [name, values.values[index]])),
        },
      });
    }
  }
  const timer = setInterval(() => {
    if (scene === 'empty') {
      second = Math.floor(now() / 1000) - 1;
      return;
    }
    if (scene === 'silent') return;
    const due = Math.floor((now() - 480) / 1000) - 1 - (scene === 'lag' ? lagSeconds() : 0);
    if (scene === 'burst') advance(due - (due % 5));
    else advance(due);
  }, 50);

  alerts = sceneAlerts();
  if (scene === 'silent') second -= 34;
  markers.push({ id: 'm0', hub: hubName, name: 'v1.8.2', at: (second - 22) * 1000, origin: 'version' });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String(server.address().port)}`,
    control: (what, parameters = {}) => {
      control(what, new URLSearchParams(parameters));
    },
    close: () => {
      clearInterval(timer);
      for (const ws of sockets.clients) ws.terminate();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '3900' }, scene: { type: 'string', default: 'live' } },
  });
  const feeder = await startFeeder({ port: Number(values.port), scene: values.scene });
  console.log(`${feeder.url}/dashboard`);
}
