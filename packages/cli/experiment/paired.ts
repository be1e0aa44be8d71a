import { comparedSignals, comparePairs, type Pair, type PairedImpact } from '@hubscope/core/impact';
import { SignalTable, type Better } from '@hubscope/core/signal';
import { historyAnswer } from '@hubscope/core/wire';
import type { Server } from '../client/server.js';
import type { Phase, Round } from './switch-back.js';

const table = new SignalTable();
/** What is analysed unless signals are named. */
export const usualSignals = comparedSignals;

export interface PairedSignal extends PairedImpact {
  readonly signal: string;
  readonly unit: string;
}

/** A phase's values by column, merged over all of it: a P95 is that of all its operations; null where unknown. */
async function valuesOf(
  server: Server,
  hub: string,
  { from, to }: Phase,
  signals: readonly string[],
): Promise<Readonly<Record<string, number | null>>> {
  const query = new URLSearchParams({
    from: String(from * 1000),
    to: String(to * 1000),
    step: String((to - from) * 1000),
    signals: signals.join(','),
  });
  const path = `/hubs/${encodeURIComponent(hub)}/history?${query.toString()}`;
  const answer = await server.ask(historyAnswer, path);
  return Object.fromEntries(signals.map((signal) => [signal, answer.signals[signal]?.[0] ?? null]));
}

/** The pairs of one signal: of rounds in which both phases know it. */
function pairsOf(
  rounds: readonly Round[],
  values: ReadonlyMap<Phase, Readonly<Record<string, number | null>>>,
  signal: string,
): Pair[] {
  return rounds.flatMap((round) => {
    const of = (way: Phase['way']): number | null => {
      const phase = round.find((each) => each.way === way);
      return phase === undefined ? null : (values.get(phase)?.[signal] ?? null);
    };
    const [before, after] = [of('off'), of('on')];
    return before === null || after === null ? [] : [{ before, after }];
  });
}

export interface Analysis {
  readonly tolerance: number;
  readonly alpha: number;
  /** Whether throughput is the hub's own doing (`hub.load=closed`). */
  readonly closedLoad: boolean;
}

/** Reads what was measured in each phase, and compares the phases of each round with each other. */
export async function analyse(
  server: Server,
  hub: string,
  rounds: readonly Round[],
  signals: readonly string[],
  { tolerance, alpha, closedLoad }: Analysis,
): Promise<PairedSignal[]> {
  const values = new Map<Phase, Readonly<Record<string, number | null>>>();
  for (const phase of rounds.flat()) values.set(phase, await valuesOf(server, hub, phase, signals));
  return signals.map((signal) => {
    const column = table.column(signal);
    const better: Better = column?.signal.better ?? null;
    const pairs = pairsOf(rounds, values, signal);
    const found = comparePairs(pairs, { better: better ?? 'higher', tolerance, alpha });
    const named = { signal, unit: column?.signal.unit ?? '' };
    if (better === null) return { ...named, ...found, ...nothing, reason: 'no direction of it is better' };
    const follows = column?.signal.name === 'throughput' && !closedLoad;
    if (follows) return { ...named, ...found, ...nothing, reason: 'it follows demand' };
    return { ...named, ...found };
  });
}

const nothing = { low: null, high: null, verdict: 'unknown' } as const;
