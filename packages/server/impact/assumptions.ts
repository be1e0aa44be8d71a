import type { SignalImpact } from '@hubscope/core/impact';
import type { Baseline, ImpactDetail } from '@hubscope/core/wire';
import { percent } from './words.js';

type Assumption = ImpactDetail['assumptions'][number];

const shortBatches = 10;

function holds(name: string, ok: boolean | null, good: string, bad: string): Assumption {
  const state = ok === null ? 'unknown' : ok ? 'holds' : 'doubtful';
  return { name, state, words: ok === true ? good : bad };
}

function load({ load }: SignalImpact): Assumption {
  const share = percent(Math.min(load.comparedBefore, load.comparedAfter));
  const words = {
    matched: `Both stretches saw the same load for ${share} of their time, and only that was compared.`,
    apart: 'The two stretches saw different loads: a change could come from the load alone.',
    limit: 'The hub always had work waiting, so that its throughput is its own.',
    demand: 'The hub does what it is asked to: its throughput says how much was asked, not how fast it is.',
    ignored: 'The load is unknown, or plays no part here: the values are compared as they stand.',
  }[load.kind];
  const state = load.kind === 'matched' || load.kind === 'limit' ? 'holds' : 'doubtful';
  return { name: 'Same load', state: load.kind === 'ignored' ? 'unknown' : state, words };
}

/** What a verdict takes for granted, each checked, in words for people who do no statistics. */
export function assumptionsOf(found: SignalImpact, baseline: Baseline, setAside: number): Assumption[] {
  const { quality } = baseline;
  const known = quality.seconds === 0 ? 0 : quality.known_seconds / quality.seconds;
  const drifted = quality.drifting.includes(found.signal);
  const independent = found.batchSeconds !== null && found.correlationSeconds !== null;
  return [
    holds(
      'Steady baseline',
      quality.steady === null ? null : !drifted,
      'The baseline’s first half looks like its second half.',
      drifted
        ? 'The baseline was still changing: part of what is seen may have begun before.'
        : 'The baseline is too short to tell whether it was steady.',
    ),
    holds(
      'No gaps',
      known >= 0.9,
      `${percent(known)} of the baseline’s seconds are known.`,
      `Only ${percent(known)} of the baseline’s seconds are known: the rest may have been different.`,
    ),
    load(found),
    holds(
      'Enough measured',
      Math.min(found.batchesBefore, found.batchesAfter) >= shortBatches,
      `${String(found.batchesBefore)} batches before and ${String(found.batchesAfter)} since were compared.`,
      `Only ${String(found.batchesBefore)} batches before and ${String(found.batchesAfter)} since: the interval is wide on that account.`,
    ),
    holds(
      'Neighbouring seconds',
      independent ? true : null,
      `Values lean on each other for about ${String(Math.round(found.correlationSeconds ?? 0))} s; the interval allows for that.`,
      'How long values lean on each other is not known yet.',
    ),
    holds(
      'No restart',
      setAside === 0,
      'The hub was not restarted in the stretch since.',
      `${String(setAside)} s after a restart were set aside.`,
    ),
  ];
}
