import { second, type Second } from '../time/index.js';
import type { Rule } from '../wire/index.js';
import type { AlertMemory } from './alert-memory.js';
import { approaches, breaches, escalates, holds, worse } from './condition.js';
import { graver } from './grave.js';

/** What one second did to an alert. */
export interface AlertEvent {
  readonly kind:
    | 'approaching'
    | 'pending'
    | 'quiet'
    | 'fired'
    | 'reopened'
    | 'resolved'
    | 'escalated'
    | 'blind'
    | 'sighted';
  readonly second: Second;
  readonly value: number | null;
  /** Late data changed what was concluded. */
  readonly amended: boolean;
}

/**
 * A gap in data is neither breach nor health: counting stops for it. After a longer one, s, it begins anew, since nobody knows what
 * was between. A firing alert is said to be blind then.
 */
const gapSeconds = 10;

/** What resolved so short a time ago is shown as that, not as about to come, s. */
const resolvedShows = 60;
/** A resolved alert is forgotten after this, or after its cooldown where that is longer, s. */
const resolvedStays = 3600;

const nothing: readonly AlertEvent[] = [];

/**
 * One second of one alert: inactive → pending → firing → resolved (DESIGN.md section 5). Changes the memory in place, and answers what
 * happened. Seconds that were left out since the last are a gap.
 * @param name gives the id of an episode that begins in a second
 */
export function stepAlert(
  memory: AlertMemory,
  rule: Rule,
  which: Second,
  value: number | null,
  name: (began: Second) => string,
): readonly AlertEvent[] {
  if (memory.last !== null && which <= memory.last) return nothing;
  const skipped = memory.last === null ? 0 : which - memory.last - 1;
  memory.last = which;
  memory.value = value;
  const before = memory.gap;
  if (before + skipped > gapSeconds) forgetCounts(memory);
  // Where a second without data counts as breach or as calm, it is no gap.
  memory.gap = value === null && rule.no_data === 'keep' ? before + skipped + 1 : 0;
  if (memory.state === 'firing') return whileFiring(memory, rule, which, value, before, skipped);
  return whileQuiet(memory, rule, which, value, name);
}

function forgetCounts(memory: AlertMemory): void {
  memory.clear = 0;
  memory.breached = 0;
  if (memory.state === 'pending' || memory.state === 'approaching') memory.since = null;
}

function event(kind: AlertEvent['kind'], which: Second, value: number | null): AlertEvent {
  return { kind, second: which, value, amended: false };
}

function whileQuiet(
  memory: AlertMemory,
  rule: Rule,
  which: Second,
  value: number | null,
  name: (began: Second) => string,
): readonly AlertEvent[] {
  if (breaches(rule, value)) {
    const began = memory.state !== 'pending' || memory.since === null;
    if (began) {
      begin(memory, rule, which, name);
      memory.since = which;
      memory.breached = 0;
      memory.state = 'pending';
    }
    memory.breached += 1;
    if (memory.episode !== null) memory.episode.worst = worse(rule, memory.episode.worst, value);
    if (memory.breached >= rule.for) return fire(memory, rule, which, value);
    return began ? [event('pending', which, value)] : nothing;
  }
  if (value === null && rule.no_data === 'keep' && memory.gap <= gapSeconds) return nothing;
  memory.breached = 0;
  const resolvedAgo = memory.resolvedAt === null ? Infinity : which - memory.resolvedAt;
  if (approaches(rule, value) && !(memory.state === 'resolved' && resolvedAgo < resolvedShows)) {
    if (memory.state === 'approaching') return nothing;
    begin(memory, rule, which, name);
    memory.since = which;
    memory.state = 'approaching';
    return [event('approaching', which, value)];
  }
  memory.since = null;
  const before = memory.state;
  if (resolvedAgo < Math.max(rule.cooldown, resolvedStays)) memory.state = 'resolved';
  else {
    memory.state = 'inactive';
    memory.resolvedAt = null;
    memory.episode = null;
  }
  return before === memory.state ? nothing : [event('quiet', which, value)];
}

/** Names the episode: the one that has not fired yet or resolved within the cooldown, else a new one. */
function begin(memory: AlertMemory, rule: Rule, which: Second, name: (began: Second) => string): void {
  const inCooldown = memory.resolvedAt !== null && which - memory.resolvedAt < rule.cooldown;
  if (memory.episode !== null && (inCooldown || memory.episode.fired === null)) return;
  memory.resolvedAt = null;
  memory.episode = {
    id: name(which),
    began: which,
    fired: null,
    occurrences: 0,
    severity: rule.severity,
    worst: null,
    acknowledged: null,
  };
}

function fire(memory: AlertMemory, rule: Rule, which: Second, value: number | null): AlertEvent[] {
  const { episode } = memory;
  if (episode === null) return [];
  memory.state = 'firing';
  memory.clear = 0;
  memory.breached = 0;
  memory.resolvedAt = null;
  if (episode.fired === null) {
    episode.fired = which;
    episode.began = memory.since ?? which;
  }
  episode.occurrences += 1;
  const before = episode.severity;
  const critical = value !== null && escalates(rule, value);
  episode.severity = critical ? 'critical' : rule.severity;
  if (episode.occurrences === 1) return [event('fired', which, value)];
  const reopened = event('reopened', which, value);
  return graver(episode.severity, before) ? [reopened, event('escalated', which, value)] : [reopened];
}

function whileFiring(
  memory: AlertMemory,
  rule: Rule,
  which: Second,
  value: number | null,
  before: number,
  skipped: number,
): readonly AlertEvent[] {
  // A part that works now and then is without a value in most seconds: only a gap that breaks the counting is an event.
  if (value === null && rule.no_data === 'keep') {
    memory.blindSince ??= second(which - memory.gap + 1);
    return before <= gapSeconds && memory.gap > gapSeconds ? [event('blind', which, null)] : nothing;
  }
  const sighted = memory.blindSince !== null && before + skipped > gapSeconds;
  const events = sighted ? [event('sighted', which, value)] : [];
  memory.blindSince = null;
  const back = value === null ? rule.no_data === 'resolve' : !holds(rule, value);
  if (!back) {
    memory.clear = 0;
    const { episode } = memory;
    if (episode !== null && value !== null) {
      episode.worst = worse(rule, episode.worst, value);
      if (escalates(rule, value) && episode.severity !== 'critical') {
        episode.severity = 'critical';
        episode.acknowledged = null;
        events.push(event('escalated', which, value));
      }
    }
    return events.length === 0 ? nothing : events;
  }
  memory.clear += 1;
  if (memory.clear < rule.keep_firing_for) return events.length === 0 ? nothing : events;
  memory.state = 'resolved';
  memory.resolvedAt = which;
  memory.clear = 0;
  if (memory.episode !== null) memory.episode.acknowledged = null;
  events.push(event('resolved', which, value));
  return events;
}
