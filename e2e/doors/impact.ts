import type { Served } from '../../bench/harness/server.js';

export interface ImpactSignal {
  readonly signal: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string;
  readonly reason: string | null;
  readonly target: { readonly change: number; readonly state: string } | null;
}

/** An impact, as programs read it. */
export interface Impact {
  readonly baseline: string | null;
  readonly baseline_id: string | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly overall: number | null;
  readonly score: number | null;
  readonly signals: readonly ImpactSignal[];
}

export interface Kept {
  readonly id: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

async function get(server: Served, path: string): Promise<unknown> {
  return (await fetch(`${server.api}/api/v1${path}`)).json();
}

export async function impact(server: Served, hub: string): Promise<Impact> {
  return (await get(server, `/hubs/${hub}/impact`)) as Impact;
}

export async function baselines(server: Served, hub: string): Promise<readonly Kept[]> {
  return (await get(server, `/baselines?hub=${hub}`)) as readonly Kept[];
}

export interface Marked {
  readonly name: string;
  readonly at: number;
  readonly targets: readonly { readonly signal: string; readonly change: number }[];
}

export async function markers(server: Served, hub: string): Promise<readonly Marked[]> {
  return (await get(server, `/markers?hub=${hub}`)) as readonly Marked[];
}

/** One signal of an impact. @throws where it is not compared */
export function signalOf({ signals }: Impact, signal: string): ImpactSignal {
  const found = signals.find((each) => each.signal === signal);
  if (found === undefined) throw new Error(`${signal} is not compared`);
  return found;
}

/** Asks the API to change something; answers what it says. @throws where it refuses */
export async function change(server: Served, method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${server.api}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return answer.json();
}
