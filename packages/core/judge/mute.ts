import type { Alert, Matcher, Silence } from '../wire/index.js';
import { fitsGlob } from './glob.js';

/** Whether an alert fits all that a matcher names. */
export function fitsMatcher(
  matcher: Matcher,
  alert: Pick<Alert, 'hub' | 'component' | 'column' | 'threshold'>,
): boolean {
  const fits = (glob: string | null, value: string | null): boolean =>
    glob === null || (value !== null && fitsGlob(glob, value));
  return (
    fits(matcher.rule, alert.threshold.name) &&
    fits(matcher.hub, alert.hub) &&
    fits(matcher.component, alert.component) &&
    fits(matcher.signal, alert.column) &&
    (matcher.severity === null || matcher.severity === alert.threshold.severity)
  );
}

const dayMs = 86_400_000;

/** What a silence does at a moment (ms since the epoch): one that comes again is planned between its windows. */
export function silenceState(
  silence: Pick<Silence, 'starts_at' | 'ends_at' | 'repeat' | 'repeat_until'>,
  now: number,
): Silence['state'] {
  const { starts_at, ends_at, repeat, repeat_until } = silence;
  if (now < starts_at) return 'planned';
  if (now < ends_at) return 'active';
  if (repeat === null || (repeat_until !== null && now >= repeat_until)) return 'over';
  const every = repeat === 'daily' ? dayMs : 7 * dayMs;
  return (now - starts_at) % every < ends_at - starts_at ? 'active' : 'planned';
}
