import { parseComponentKey } from '../signal/index.js';
import { millis, second, startOf, type Millis } from '../time/index.js';
import type { Alert } from '../wire/index.js';
import type { Watch } from './alert.js';
import type { AlertMemory } from './alert-memory.js';
import { measureOf, sentenceOf } from './words.js';

function moment(which: number | null): Millis | null {
  return which === null ? null : startOf(second(which));
}

/** An alert as clients see it, by nothing muted; null while there is nothing to show. */
export function viewOf({ id, rule, column, hub, component }: Watch, memory: AlertMemory): Alert | null {
  const { episode, state, last, value, since } = memory;
  if (episode === null || state === 'inactive') return null;
  const began = episode.fired ?? since ?? last;
  const until = state === 'resolved' ? memory.resolvedAt : last;
  return {
    id: episode.id,
    threshold: {
      name: rule.name,
      metric: column.signal.wireName ?? rule.signal,
      threshold: rule.threshold,
      condition: rule.condition,
      severity: state === 'firing' || state === 'resolved' ? episode.severity : rule.severity,
      cooldown_secs: rule.cooldown,
    },
    triggered_at: moment(began) ?? millis(0),
    current_value: value,
    message: sentenceOf({
      rule,
      column,
      who: component === null ? null : (parseComponentKey(component)?.name ?? component),
      value,
      state,
      forSeconds:
        (until ?? 0) - (state === 'pending' || state === 'approaching' ? (since ?? 0) : episode.began),
    }),
    acknowledged: episode.acknowledged !== null,
    state,
    hub,
    component,
    column: rule.signal,
    measure: measureOf(rule, column.signal),
    resolved_at: state === 'resolved' ? moment(memory.resolvedAt) : null,
    blind_since: moment(memory.blindSince),
    acknowledged_by: episode.acknowledged?.by ?? null,
    acknowledged_at: episode.acknowledged?.at ?? null,
    note: episode.acknowledged?.note ?? null,
    occurrences: episode.occurrences,
    rule: id,
    silenced_by: null,
    inhibited_by: null,
  };
}
