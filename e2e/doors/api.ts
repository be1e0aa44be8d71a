import type { Served } from '../../bench/harness/server.js';

export interface HubStatus {
  readonly name: string;
  readonly state: string;
  readonly instances: number;
  readonly last_second: number | null;
  readonly lag_ms: number | null;
  readonly dropped: Readonly<Record<string, number>>;
}

export interface ComponentNow {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly values: Readonly<Record<string, number | null>>;
}

export interface History {
  readonly time: readonly number[];
  readonly signals: Readonly<Record<string, readonly (number | null)[]>>;
}

async function get(server: Served, path: string): Promise<unknown> {
  const answer = await fetch(`${server.api}/api/v1${path}`);
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return answer.json();
}

/** All hubs. */
export async function hubs(server: Served): Promise<readonly HubStatus[]> {
  return (await get(server, '/hubs')) as readonly HubStatus[];
}

/** A hub's state; null while nothing was heard of it. */
export async function hub(server: Served, name: string): Promise<HubStatus | null> {
  return (await hubs(server)).find((each) => each.name === name) ?? null;
}

/** How much of a hub's telemetry was not counted for a reason. */
export async function dropped(server: Served, name: string, reason: string): Promise<number> {
  return (await hub(server, name))?.dropped[reason] ?? 0;
}

export async function components(server: Served, name: string): Promise<readonly ComponentNow[]> {
  return (await get(server, `/hubs/${encodeURIComponent(name)}/components`)) as readonly ComponentNow[];
}

/** Columns of the seconds `[from, to)`, s since the epoch. */
export async function history(
  server: Served,
  name: string,
  columns: readonly string[],
  [from, to]: readonly [from: number, to: number],
): Promise<History> {
  const query = new URLSearchParams({
    from: String(from * 1000),
    to: String(to * 1000),
    step: '1000',
    signals: columns.join(','),
  });
  return (await get(server, `/hubs/${encodeURIComponent(name)}/history?${query.toString()}`)) as History;
}
