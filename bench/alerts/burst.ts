import { watchWaits } from '../clients/waits.js';
import { costOf } from '../harness/cost.js';
import { eventually, pause } from '../harness/eventually.js';
import { quantile, type Figure } from '../harness/report.js';
import { Hook } from './hook.js';
import { send } from './steady.js';
import { watchedServer } from './watched-server.js';

const hubs = Array.from({ length: 10 }, (_, n) => `hub ${String(n)}`);
const rules = 10;
/** Seconds in which all is well before, and as many that it stays bad. */
const calmSeconds = 5;
const pingEveryMs = 10;

/**
 * Alerts that all fire in one second: ten hubs whose agents are slow at once, each looked at by ten rules.
 * @param wanted how many, a multiple of a hundred
 */
export async function burst(wanted: number): Promise<Figure[]> {
  const agents = Array.from({ length: wanted / hubs.length / rules }, (_, n) => `agent ${String(n)}`);
  const hook = new Hook();
  const { server, stop } = await watchedServer(
    await hook.open(),
    Array.from({ length: rules }, (_, n) => ({
      name: `Slow ${String(n)}`,
      signal: 'latency',
      above: 150 + n,
      for: 0,
      component: 'agent:*',
    })),
    { max_components: Math.max(200, agents.length) },
  );
  const { pid } = server.process;
  const work = async (tookMs: number): Promise<void> => {
    for (const hub of hubs) await send(server, { hub, agents, tookMs });
  };
  for (let n = 0; n < calmSeconds; n += 1) {
    await work(40);
    await pause(1000 - (Date.now() % 1000));
  }
  const before = costOf(pid).rssMb;
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, costOf(pid).rssMb);
  }, 50);
  const waits = watchWaits(`${server.ws}?hub=${encodeURIComponent(hubs[0] ?? '')}`, pingEveryMs);
  // The server tells of itself too, where it is late: that is none of the burst.
  const heard = new Set<string>();
  const incidents = new Set<string>();
  let read = 0;
  const told = (): number => {
    for (const { told: each } of hook.arrivals.slice(read)) {
      for (const { id, kind, rule, hub, component } of each.events) {
        if (kind !== 'fired' || !hubs.includes(hub)) continue;
        heard.add(JSON.stringify([rule, hub, component]));
        incidents.add(id);
      }
    }
    read = hook.arrivals.length;
    return heard.size;
  };
  const over = new AbortController();
  // They go on as they are, so that nothing resolves meanwhile.
  const working = (async () => {
    while (!over.signal.aborted) {
      await work(400);
      await pause(1000 - (Date.now() % 1000));
    }
  })();
  await eventually({ what: `${String(wanted)} alerts are told`, withinMs: 60_000 }, () =>
    told() >= wanted ? true : null,
  ).catch(() => null);
  over.abort();
  await working;
  clearInterval(watching);
  const took = (await waits()).map(([, ms]) => ms);
  const metrics = await (await fetch(`${server.api}/metrics`)).text();
  const dropped = Number(/^hubscope_notifications_dropped_total (\d+)$/m.exec(metrics)?.[1] ?? NaN);
  await stop();
  hook.close();
  const messages = hook.arrivals.filter(({ told: { events } }) =>
    events.some(({ kind, hub }) => kind === 'fired' && hubs.includes(hub)),
  );
  const first = Math.min(...messages.map(({ told: { at } }) => at));
  const last = Math.max(...messages.map(({ at }) => at));
  return [
    { name: 'burst', title: 'alerts at once', value: wanted, unit: '' },
    { name: 'burst_lost', title: 'of them lost', value: wanted - heard.size, unit: '', under: 1 },
    {
      name: 'burst_twice',
      title: 'of them told as more than one incident',
      value: incidents.size - heard.size,
      unit: '',
      under: 1,
    },
    {
      name: 'burst_dropped',
      title: 'of them dropped, as the server counts',
      value: dropped,
      unit: '',
      under: 1,
    },
    {
      name: 'burst_messages',
      title: 'messages that told them',
      value: messages.length,
      unit: '',
      under: 100,
    },
    { name: 'burst_s', title: 'until the last was told', value: (last - first) / 1000, unit: 's' },
    {
      name: 'burst_wait_p99_ms',
      title: 'how long a viewer waited meanwhile, P99',
      value: quantile(took, 0.99),
      unit: 'ms',
    },
    { name: 'burst_wait_max_ms', title: 'the longest', value: quantile(took, 1), unit: 'ms' },
    { name: 'burst_before_mb', title: 'the server’s memory before', value: before, unit: 'MB' },
    { name: 'burst_most_mb', title: 'the most that it took', value: most, unit: 'MB' },
  ];
}
