// Test code: the resources of the API that the dashboard reads, with values drawn from a seed. Never shipped.

import { alertingAnswer } from './alerting.mjs';
import { seeded } from './series.mjs';

const means = {
  throughput: [862, 60],
  'latency.mean': [84, 14],
  latency: [84, 14],
  'latency.p50': [79, 12],
  'latency.p95': [137, 24],
  'latency.p99': [166, 34],
  error_rate: [0.4, 0.4],
  memory: [47.6, 1.2],
  cpu: [78, 9],
};

/** A value of a column that is the same whenever it is asked for: slow waves and some noise. */
function valueAt(column, at, step) {
  const [mean, spread] = means[column] ?? [10, 2];
  const noise = seeded(Math.imul(Math.floor(at / step) ^ (column.length << 8), 0x9e3779b1) >>> 1 || 1);
  noise();
  const wave = Math.sin(at / 3100) + 0.6 * Math.sin(at / 700 + 1) + 0.8 * Math.sin(at / 19_000);
  return Math.max(0, mean + spread * (wave * 0.6 + (noise() - 0.5) * 0.8));
}

/** Answers a request for the past or for markers; false for any other. */
export function restAnswer(request, response, { markers, addMarker, hub, alerts, now }) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const send = (body, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return true;
  };
  const body = (use) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => use(text === '' ? {} : JSON.parse(text)));
    return true;
  };
  if (pathname === '/api/v1/markers') {
    if (request.method === 'GET') return send(markers);
    return body(({ hub, name }) => send(addMarker(hub, name, now()), 201));
  }
  if (alertingAnswer(request, pathname, { send, body, hub, alerts, now: now() })) return true;
  if (!/^\/api\/v1\/hubs\/[^/]+\/history$/.test(pathname)) return false;
  const to = Number(searchParams.get('to') ?? Math.floor(now() / 1000) * 1000);
  const from = Number(searchParams.get('from') ?? to - 3_600_000);
  const step = Number(searchParams.get('step') ?? 1000);
  const time = Array.from({ length: Math.ceil((to - from) / step) }, (_, k) => from + k * step);
  // A stretch an hour ago in which the server was not there.
  const gap = Math.floor(now() / 1000) - 3600;
  const signals = Object.fromEntries(
    searchParams
      .get('signals')
      .split(',')
      .map((name) => [
        name,
        time.map((at) =>
          at / 1000 > gap - 420 && at / 1000 < gap ? null : valueAt(name, at / 1000, step / 1000),
        ),
      ]),
  );
  return send({ from, to, step, time, signals });
}
