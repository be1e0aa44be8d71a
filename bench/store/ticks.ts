import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchWaits } from '../clients/waits.js';
import { pause } from '../harness/eventually.js';
import { serve, type Served } from '../harness/server.js';
import { AgentsLoad } from './load.js';

const daySeconds = 86_400;
const monthSeconds = 30 * daySeconds;
const hub = 'month';
/** Between two pings, ms. */
const pingEveryMs = 10;
/** The first telemetry of a thousand components makes all that is kept of them, ms. */
const settleMs = 10_000;

export interface Ticks {
  /** How long the server let a viewer wait while it had nothing but its telemetry to do, ms. */
  readonly quiet: readonly number[];
  /** The same while a query of 30 days, an export and a backup ran. */
  readonly busy: readonly number[];
  readonly queries: number;
  readonly exports: number;
  readonly backups: number;
}

/** Gives a hub a past of thirty days, a value a minute. */
async function importMonth(server: Served): Promise<void> {
  const to = Math.floor(Date.now() / 60_000) * 60;
  const rows = Array.from({ length: monthSeconds / 60 }, (_, at) => {
    return `${String(to - (at + 1) * 60)},${String(20 + (at % 17))},${String(40 + (at % 23))}`;
  });
  const answer = await fetch(`${server.api}/api/v1/import?hub=${hub}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: ['time,throughput,latency', ...rows].join('\n'),
  });
  if (!answer.ok) throw new Error(`the import was answered ${String(answer.status)}: ${await answer.text()}`);
}

async function read(url: string, init?: RequestInit): Promise<void> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} answered ${String(answer.status)}: ${await answer.text()}`);
  await answer.body?.pipeTo(new WritableStream());
}

/** Does something again and again. @returns how often, once it is stopped */
async function again(run: (turn: number) => Promise<void>, stopped: AbortSignal): Promise<number> {
  let turns = 0;
  for (; !stopped.aborted; turns += 1) await run(turns);
  return turns;
}

/** How late a server with many components is, with and without work on its past. */
export async function ticksOf(components: number, seconds: number): Promise<Ticks> {
  const folder = mkdtempSync(join(tmpdir(), 'hubscope-bench-'));
  const server = await serve({ env: { HUBSCOPE_DATA: join(folder, 'data') } });
  try {
    await importMonth(server);
    const load = new AgentsLoad(server, components);
    await pause(settleMs);
    const waits = watchWaits(`${server.ws}?hub=many`, pingEveryMs);
    await pause(seconds * 1000);
    const busyFrom = Date.now();
    const stopping = new AbortController();
    const to = Date.now();
    const month = `from=${String(to - monthSeconds * 1000)}&to=${String(to)}`;
    const work = Promise.all([
      again(
        () => read(`${server.api}/api/v1/hubs/${hub}/history?${month}&points=1000&signals=latency.p95`),
        stopping.signal,
      ),
      again(
        () =>
          read(`${server.api}/api/v1/export?hub=${hub}&${month}&step=60000&signals=latency.p95,throughput`),
        stopping.signal,
      ),
      again(async (turn) => {
        const body = JSON.stringify({ folder: join(folder, `backup-${String(turn)}`) });
        await read(`${server.api}/api/v1/backup`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        rmSync(join(folder, `backup-${String(turn)}`), { recursive: true, force: true });
      }, stopping.signal),
    ]);
    await pause(seconds * 1000);
    const busyTo = Date.now();
    stopping.abort();
    const [queries, exports, backups] = await work;
    const pings = await waits();
    await load.stop();
    const within = (from: number, end: number): number[] =>
      pings.filter(([sent]) => sent >= from && sent < end).map(([, took]) => took);
    return { quiet: within(0, busyFrom), busy: within(busyFrom, busyTo), queries, exports, backups };
  } finally {
    await server.process.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
