import type { IncidentSummary, Matcher, Silence } from '../wire/index.js';
import { fitsGlob } from './glob.js';

/** What a matcher looks at. */
export type Mutable = Pick<IncidentSummary, 'name' | 'hub' | 'component' | 'column' | 'severity'>;

/** Whether an incident fits all that a matcher names. */
export function fitsMatcher(matcher: Matcher, incident: Mutable): boolean {
  const fits = (glob: string | null, value: string | null): boolean =>
    glob === null || (value !== null && fitsGlob(glob, value));
  return (
    fits(matcher.rule, incident.name) &&
    fits(matcher.hub, incident.hub) &&
    fits(matcher.component, incident.component) &&
    fits(matcher.signal, incident.column) &&
    (matcher.severity === null || matcher.severity === incident.severity)
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
