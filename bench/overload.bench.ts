/** Twice what the server can take in: `--seconds N` of it (300), after `--steady N` at 70 % of that (60). */
import { parseArgs } from 'node:util';
import { Crowd, type Outcomes } from './clients/crowd.js';
import { watchWaits } from './clients/waits.js';
import { costOf } from './harness/cost.js';
import { pause } from './harness/eventually.js';
import { quantile, report } from './harness/report.js';
import { serve } from './harness/server.js';
import { PlainViewer } from './harness/viewer.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '300' }, steady: { type: 'string', default: '60' } },
});
/** What a span costs it is found while it is sent so many a second, for so long: more would be refused in part, and refusing costs too. */
const leisure = { spansASecond: 50_000, seconds: 15 } as const;
/** Between two pings of a viewer, ms. */
const pingMs = 10;

/** What was seen from outside while so many spans a second were sent. */
interface Phase extends Outcomes {
  readonly waits: readonly number[];
  /** Between two ticks of a viewer, ms. */
  readonly gaps: readonly number[];
  readonly rssMb: number;
}

const server = await serve();
const crowd = new Crowd(server, ['one', 'two', 'three', 'four']);

async function phase(seconds: number, spansASecond: number): Promise<Phase> {
  const viewer = await PlainViewer.connect(`${server.ws}?hub=one`);
  const waits = watchWaits(server.ws, pingMs);
  let rssMb = 0;
  const looking = setInterval(() => {
    rssMb = Math.max(rssMb, costOf(server.process.pid).rssMb);
  }, 500);
  const outcomes = await crowd.send(seconds, spansASecond);
  clearInterval(looking);
  const gaps = viewer.arrivals.slice(1).map((at, before) => at - (viewer.arrivals[before] ?? at));
  viewer.close();
  return { ...outcomes, waits: (await waits()).map(([, took]) => took), gaps, rssMb };
}

/** Operations of all hubs that the server has counted since a moment. */
async function counted(since: number): Promise<number> {
  const range = `from=${String(since - 1000)}&to=${String(Date.now() + 1000)}&step=1000&signals=throughput`;
  let sum = 0;
  for (const hub of crowd.hubs) {
    const answer = await fetch(`${server.api}/api/v1/hubs/${hub}/history?${range}`);
    const { signals } = (await answer.json()) as { signals: { throughput: (number | null)[] } };
    sum += signals.throughput.reduce<number>((total, value) => total + (value ?? 0), 0);
  }
  return sum;
}

try {
  await crowd.send(leisure.seconds, leisure.spansASecond);
  const before = costOf(server.process.pid).cpuSeconds;
  const leisurely = await crowd.send(leisure.seconds, leisure.spansASecond);
  // One thread takes telemetry in. What arrives meanwhile is no measure: it is held up by who sends and by what else the machine does.
  if (leisurely.refused > 0) throw new Error('some were refused where nothing should be');
  const capacity = leisurely.accepted / (costOf(server.process.pid).cpuSeconds - before);
  await pause(3000);
  const steady = await phase(Number(values.steady), 0.7 * capacity);
  await pause(3000);
  await crowd.connect();
  const began = Date.now();
  const over = await phase(Number(values.seconds), 2 * capacity);
  await pause(5000);
  const operations = await counted(began);
  const gap = (gaps: readonly number[]): number | null => quantile(gaps, 1);
  report('overload', [
    { name: 'capacity', title: 'spans a second that a CPU takes', value: capacity, unit: '/s' },
    {
      name: 'steady_wait_p999_ms',
      title: 'at 70 % of that: how long a viewer waited, P99.9',
      value: quantile(steady.waits, 0.999),
      unit: 'ms',
      under: 50,
    },
    {
      name: 'steady_gap_ms',
      title: 'the longest between two ticks',
      value: gap(steady.gaps),
      unit: 'ms',
      under: 1500,
    },
    { name: 'steady_refused', title: 'spans refused', value: steady.refused, unit: '', under: 1 },
    {
      name: 'over_offered',
      title: 'at twice that: how much of it was sent',
      value: (100 * over.sent) / (2 * capacity * Number(values.seconds)),
      unit: '%',
      over: 90,
    },
    { name: 'over_sent', title: 'spans sent', value: over.sent, unit: '' },
    { name: 'over_accepted', title: 'accepted', value: over.accepted, unit: '' },
    { name: 'over_refused', title: 'refused', value: over.refused, unit: '', over: 1 },
    {
      name: 'over_lost',
      title: 'neither',
      value: over.sent - over.accepted - over.refused,
      unit: '',
      under: 1,
    },
    {
      name: 'over_uncounted',
      title: 'operations accepted and not in the history; less than none: in it, and not accepted',
      value: over.operations - operations,
      unit: '',
      over: 0,
      under: 1,
    },
    {
      name: 'over_answer_max_ms',
      title: 'the slowest answer',
      value: over.slowestMs,
      unit: 'ms',
      under: 2000,
    },
    {
      name: 'over_gap_ms',
      title: 'the longest between two ticks',
      value: gap(over.gaps),
      unit: 'ms',
      under: 1500,
    },
    {
      name: 'over_wait_p999_ms',
      title: 'how long a viewer waited, P99.9',
      value: quantile(over.waits, 0.999),
      unit: 'ms',
    },
    { name: 'over_rss_mb', title: 'resident memory, highest', value: over.rssMb, unit: 'MB', under: 400 },
  ]);
} finally {
  crowd.close();
  await server.process.stop();
}
