import { z } from 'zod';

/** What the sample hub wrote down of each second, outside Hubscope. */
const log = z.object({
  perSecond: z.array(
    z.object({
      second: z.number(),
      ended: z.number(),
      took_ms: z.number(),
      cpu_ms: z.number(),
      memory_mb: z.number(),
    }),
  ),
});
export type OwnLog = z.infer<typeof log>['perSecond'];

export type OwnSignal = 'throughput' | 'cpu_per_op' | 'latency' | 'memory';

/** A stretch, ms since the epoch, `to` excluded. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export async function readLog(control: string): Promise<OwnLog> {
  return log
    .parse(await (await fetch(`${control}/counts`)).json())
    .perSecond.toSorted((a, b) => a.second - b.second);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const measures: Readonly<Record<OwnSignal, (seconds: OwnLog, lengthSeconds: number) => number>> = {
  throughput: (seconds, length) => sum(seconds.map(({ ended }) => ended)) / length,
  latency: (seconds) => sum(seconds.map(({ took_ms }) => took_ms)) / sum(seconds.map(({ ended }) => ended)),
  memory: (seconds) => sum(seconds.map(({ memory_mb }) => memory_mb)) / seconds.length,
  cpu_per_op: (seconds) => {
    const [first, last] = [seconds[0]?.cpu_ms ?? NaN, seconds.at(-1)?.cpu_ms ?? NaN];
    // CPU time is noted at the end of each second: what the first second took lies before its note.
    return (last - first) / sum(seconds.slice(1).map(({ ended }) => ended));
  },
};

/** The improvement by the hub's own log, as a fraction, positive when better; null where a stretch is not in it. */
export function ownChange(all: OwnLog, signal: OwnSignal, before: Stretch, after: Stretch): number | null {
  const of = ({ from, to }: Stretch): number => {
    const within = all.filter(({ second }) => second >= from / 1000 && second < to / 1000);
    return measures[signal](within, (to - from) / 1000);
  };
  const [was, is] = [of(before), of(after)];
  if (!Number.isFinite(was) || !Number.isFinite(is) || was === 0) return null;
  return signal === 'throughput' ? (is - was) / was : (was - is) / was;
}
