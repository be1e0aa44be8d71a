import { second } from '../time/index.js';
import type { Rule } from '../wire/index.js';
import { copyMemory, type AlertMemory } from './alert-memory.js';
import type { AlertEvent } from './alert-step.js';
import { worse } from './condition.js';
import { graver } from './grave.js';

/**
 * Brings together what was concluded before late data came with what is concluded now. An incident that people know keeps its id and,
 * unless it turns out graver, its acknowledgement; one that the values no longer bear out resolves; one that they show only now fires.
 * @param before the memory up to its last second, as it was
 * @param after the memory of the same second, played again
 * @param played what happened on the way to `after`
 */
export function reconcile(
  before: AlertMemory,
  after: AlertMemory,
  played: readonly AlertEvent[],
  rule: Rule,
): { readonly memory: AlertMemory; readonly events: readonly AlertEvent[] } {
  const memory = copyMemory(after);
  const at = second(before.last ?? 0);
  const event = (kind: AlertEvent['kind']): AlertEvent => ({
    kind,
    second: at,
    value: after.value,
    amended: true,
  });
  const known = before.episode?.fired === null ? null : before.episode;
  if (before.state === 'firing' && before.episode !== null) {
    memory.episode = {
      ...before.episode,
      worst:
        after.state === 'firing'
          ? worse(rule, before.episode.worst, after.episode?.worst ?? null)
          : before.episode.worst,
    };
    if (after.state === 'firing') {
      const severity = after.episode?.severity ?? memory.episode.severity;
      if (!graver(severity, memory.episode.severity)) return { memory, events: [] };
      memory.episode = { ...memory.episode, severity, acknowledged: null };
      return { memory, events: [event('escalated')] };
    }
    memory.episode.acknowledged = null;
    memory.state = 'resolved';
    memory.resolvedAt = at;
    memory.since = null;
    return { memory, events: [event('resolved')] };
  }
  if (after.state === 'firing') {
    const within = before.resolvedAt !== null && at - before.resolvedAt < rule.cooldown;
    if (known === null || !within) return { memory, events: told(played) };
    const severity = after.episode?.severity ?? known.severity;
    memory.episode = { ...known, severity, occurrences: known.occurrences + 1 };
    const events = graver(severity, known.severity)
      ? [event('reopened'), event('escalated')]
      : [event('reopened')];
    return { memory, events };
  }
  if (known !== null) {
    // It fired and resolved before: that stays as it was told.
    const quiet = before.state === 'resolved' && after.state === 'inactive';
    memory.state = quiet ? 'resolved' : after.state;
    memory.resolvedAt = before.resolvedAt;
    memory.episode = { ...known };
    return { memory, events: [] };
  }
  return { memory, events: told(played) };
}

/** Of an episode that only late data shows: that it fired, and that it resolved. */
function told(played: readonly AlertEvent[]): AlertEvent[] {
  return played
    .filter(({ kind }) => kind === 'fired' || kind === 'resolved')
    .map((each) => ({ ...each, amended: true }));
}
