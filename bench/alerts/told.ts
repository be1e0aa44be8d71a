import { pause } from '../harness/eventually.js';
import { quantile, type Figure } from '../harness/report.js';
import { Hook } from './hook.js';
import { send } from './steady.js';
import { watchedServer } from './watched-server.js';

const hubs = ['one', 'two', 'three', 'four'];
const everyMs = 100;
/** The server learns first how late telemetry comes, s. */
const settleSeconds = 6;

/**
 * From the close of a second that breaks a threshold to the arrival of the webhook: real operations over OTLP, the built server, its
 * usual grouping. In each second one of four hubs is slow.
 * @param wanted how many breaches
 */
export async function toldWithin(wanted: number): Promise<Figure[]> {
  const hook = new Hook();
  const { server, stop } = await watchedServer(await hook.open(), [
    { name: 'Slow', signal: 'latency', above: 150, for: 0, keep_firing_for: 0, cooldown: 0 },
  ]);
  const begun = Math.floor(Date.now() / 1000) + 1;
  const last = begun + settleSeconds + wanted;
  for (let now = Date.now(); now < (last + 4) * 1000; now = Date.now()) {
    const second = Math.floor(now / 1000);
    const slow = second >= begun + settleSeconds && second < last ? hubs[second % hubs.length] : null;
    await Promise.all(
      hubs.map((hub) => send(server, { hub, agents: ['writer'], tookMs: hub === slow ? 400 : 40 })),
    );
    await pause(Math.max(0, everyMs - (Date.now() - now)));
  }
  await stop();
  hook.close();
  const fired = hook.arrivals.filter(({ told }) => told.kind === 'fired');
  const sinceClose = fired.map(({ at, told }) => at - told.at);
  const sinceEnd = fired.map(({ at, told }) => at - (told.events[0]?.fired_at ?? NaN) - 1000);
  return [
    {
      name: 'told',
      title: 'breaches of which people were told',
      value: fired.length,
      unit: '',
      over: wanted,
    },
    {
      name: 'told_median_ms',
      title: 'from the second’s close to the webhook’s arrival, median',
      value: quantile(sinceClose, 0.5),
      unit: 'ms',
    },
    {
      name: 'told_p95_ms',
      title: 'from the second’s close to the webhook’s arrival, P95',
      value: quantile(sinceClose, 0.95),
      unit: 'ms',
      under: 1000,
    },
    {
      name: 'told_end_p95_ms',
      title: 'from the second’s end to the webhook’s arrival, P95',
      value: quantile(sinceEnd, 0.95),
      unit: 'ms',
    },
  ];
}
