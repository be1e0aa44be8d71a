import { isDeepStrictEqual } from 'node:util';
import type { Second } from '@hubscope/core/time';
import type { ChangedJudgement, HubStatus, Judgement, Peak } from '@hubscope/core/wire';

/** The fields that differ from before; null where none does. All of them where there was nothing before. */
function changedFields<T extends object>(before: T | null | undefined, now: T): Partial<T> | null {
  const fields = Object.entries(now).filter(
    ([name, value]) =>
      before === null || before === undefined || !isDeepStrictEqual(before[name as keyof T], value),
  );
  return fields.length === 0 ? null : (Object.fromEntries(fields) as Partial<T>);
}

/** What differs in the peaks of a column: of each span the fields that do; null where nothing does. */
function changedPeaks(
  before: readonly Peak[] | undefined,
  now: readonly Peak[],
): (Partial<Peak> & Pick<Peak, 'over'>)[] | null {
  const changed = now.flatMap((peak) => {
    const fields = changedFields(
      before?.find(({ over }) => over === peak.over),
      peak,
    );
    return fields === null ? [] : [{ over: peak.over, ...fields }];
  });
  return changed.length === 0 ? null : changed;
}

/** The columns of which something differs, with what does; undefined where none does. */
function changedColumns<T, C>(
  before: Readonly<Record<string, T>> | undefined,
  now: Readonly<Record<string, T>>,
  changedIn: (before: T | undefined, now: T) => C | null,
): Record<string, C> | undefined {
  const changed = Object.entries(now).flatMap(([column, each]) => {
    const differs = changedIn(before?.[column], each);
    return differs === null ? [] : [[column, differs] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** The parts of a judgement that differ from before; null where none does. */
export function changedJudgement(before: Judgement | null, now: Judgement): ChangedJudgement | null {
  const parts: ChangedJudgement = {
    trends: changedColumns(before?.trends, now.trends, (a, b) => (isDeepStrictEqual(a, b) ? null : b)),
    peaks: changedColumns(before?.peaks, now.peaks, changedPeaks),
    health: isDeepStrictEqual(before?.health, now.health) ? undefined : now.health,
    uptime: changedFields(before?.uptime, now.uptime) ?? undefined,
  };
  const told = Object.entries(parts).filter(([, part]) => part !== undefined);
  return told.length === 0 ? null : Object.fromEntries(told);
}

/** How often it is told that one more second is known of the uptime, s. */
const knownEverySeconds = 5;

/** A judgement whose uptime is the one before as long as it is only of more seconds, for a while. */
export function withSteadyUptime(before: Judgement | null, now: Judgement, which: Second): Judgement {
  if (before === null || which % knownEverySeconds === 0) return now;
  const { known_seconds } = before.uptime;
  return isDeepStrictEqual(before.uptime, { ...now.uptime, known_seconds })
    ? { ...now, uptime: before.uptime }
    : now;
}

/** The fields of a status that differ from before; its last second where it is not the tick's. Null where there are none. */
export function changedStatus(
  before: HubStatus | null,
  now: HubStatus,
  tick: Second,
): Partial<HubStatus> | null {
  // Who reads a tick takes its second for the last one, unless told of another.
  const shown = before === null ? null : { ...before, last_second: tick };
  return changedFields(shown, now);
}
