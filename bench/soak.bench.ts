/**
 * All at once and for long: viewers, telemetry and requests of the API: `--minutes N` (30), `--viewers N` (2000, half of them of each form),
 * `--points N` a second (20000), `--requests N` a second (50).
 */
import { parseArgs } from 'node:util';
import { senderOf } from './clients/otlp-send.js';
import { metricPayload } from './clients/otlp-payload.js';
import { Asking } from './clients/asking.js';
import { costOf } from './harness/cost.js';
import { pause } from './harness/eventually.js';
import { mean, quantile, report } from './harness/report.js';
import { serve } from './harness/server.js';
import { Crowd, spreadsOf } from './viewers/crowd.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    viewers: { type: 'string', default: '2000' },
    points: { type: 'string', default: '20000' },
    requests: { type: 'string', default: '50' },
  },
});
const seconds = Number(values.minutes) * 60;
const half = Math.floor(Number(values.viewers) / 2);
const hub = 'soaked';
/** Points a request; each process has as many series as its share of them. */
const batch = 1000;
const processes = 4;
const looksEachMs = 1000;

/** What a straight line through the values gains from its first to its last, of their mean, percent. */
function growthPercent(line: readonly number[]): number | null {
  const [level, middle] = [mean(line), (line.length - 1) / 2];
  if (level === null || line.length < 3) return null;
  let [above, below] = [0, 0];
  line.forEach((value, at) => {
    above += (at - middle) * (value - level);
    below += (at - middle) ** 2;
  });
  return (100 * (above / below) * (line.length - 1)) / level;
}

const server = await serve();
const sender = senderOf(server, 'HTTP protobuf');
const payload = metricPayload(hub, batch, processes);
const counts = { sent: 0, refused: 0, failed: 0, late: 0 };

/** Sends at the pace that was asked for; what is not sent in its second is late. */
async function feed(until: number): Promise<void> {
  const began = performance.now();
  const gapMs = (batch * 1000) / Number(values.points);
  const underWay = new Set<Promise<void>>();
  for (let made = 0; performance.now() < until; made += 1) {
    const early = began + made * gapMs - performance.now();
    if (early > 0) await pause(early);
    else if (early < -1000) counts.late += 1;
    const send = async (): Promise<void> => {
      try {
        if ((await sender.send(payload)) === 'refused') counts.refused += 1;
        else counts.sent += 1;
      } catch {
        counts.failed += 1;
      }
    };
    const sending = send().finally(() => underWay.delete(sending));
    underWay.add(sending);
    if (underWay.size >= 32) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}

try {
  await feed(performance.now() + 5000);
  Object.assign(counts, { sent: 0, refused: 0, failed: 0, late: 0 });
  const path = `/ws?hub=${hub}`;
  const crowds = [
    await Crowd.gather(server.doors.api, path, half, 'plain'),
    await Crowd.gather(server.doors.api, path, half, 'live'),
  ];
  const asking = new Asking(server.api, hub, Number(values.requests));
  const memory: number[] = [];
  const before = costOf(server.process.pid);
  const began = performance.now();
  const looking = setInterval(() => memory.push(costOf(server.process.pid).rssMb), looksEachMs);
  await feed(began + seconds * 1000);
  clearInterval(looking);
  const took = (performance.now() - began) / 1000;
  const after = costOf(server.process.pid);
  const asked = await asking.stop();
  const seen = [];
  for (const crowd of crowds) seen.push(spreadsOf(await crowd.end()));
  const spreads = seen.flatMap((each) => each.spreads);
  const later = memory.slice(Math.floor(memory.length / 2));
  const growth = growthPercent(later);
  report('soak', [
    { name: 'minutes', title: 'minutes', value: took / 60, unit: '' },
    { name: 'viewers', title: 'viewers', value: 2 * half, unit: '' },
    { name: 'points_per_s', title: 'points taken in', value: (counts.sent * batch) / took, unit: '/s' },
    { name: 'requests_per_s', title: 'requests answered', value: asked.times.length / took, unit: '/s' },
    {
      name: 'errors',
      title: 'requests and telemetry that were refused or failed',
      value: counts.refused + counts.failed + asked.failed,
      unit: '',
      under: 1,
    },
    {
      name: 'missed',
      title: 'ticks missed, all viewers together',
      value: seen.reduce((sum, { missed }) => sum + missed, 0),
      unit: '',
      under: 1,
    },
    { name: 'late', title: 'telemetry sent over a second late', value: counts.late, unit: 'requests' },
    { name: 'spread_p99_ms', title: "a tick's spread, P99", value: quantile(spreads, 0.99), unit: 'ms' },
    { name: 'api_median_ms', title: 'an answer, median', value: quantile(asked.times, 0.5), unit: 'ms' },
    {
      name: 'api_p99_ms',
      title: 'an answer, P99',
      value: quantile(asked.times, 0.99),
      unit: 'ms',
      under: 50,
    },
    { name: 'rss_mb', title: 'resident memory in the second half, mean', value: mean(later), unit: 'MB' },
    { name: 'rss_max_mb', title: 'at most', value: Math.max(...memory), unit: 'MB' },
    {
      name: 'rss_growth_percent',
      title: 'it grows in the second half by',
      value: growth,
      unit: '%',
      under: 3,
    },
    {
      name: 'cpu_percent',
      title: 'CPU of the server, of one core',
      value: (100 * (after.cpuSeconds - before.cpuSeconds)) / took,
      unit: '%',
    },
  ]);
} finally {
  sender.close();
  await server.process.stop();
}
