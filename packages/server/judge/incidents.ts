import { Collection, type RecordChange } from '@hubscope/core/record';
import {
  incident as incidentSchema,
  incidentSummary,
  type Alert,
  type Incident,
  type IncidentPage,
  type IncidentQuery,
  type IncidentSummary,
  type Rule,
  type TimelineEntry,
} from '@hubscope/core/wire';

export const keptIncidents = new Collection('incidents', incidentSchema);

/** Resolved incidents that are kept; the oldest go first. Those that fire are kept, however many. */
export const maxResolved = 5000;
/** Entries of one timeline: past it, what is between its beginning and its end is left out. */
const maxEntries = 200;
const beginning = 50;

/** An incident without its timeline. */
export function summaryOf(incident: Incident): IncidentSummary {
  return incidentSummary.parse(incident);
}

/** Every incident, firing or over, newest last. */
export class Incidents {
  #all = new Map<string, Incident>();
  readonly #open = new Map<string, Incident>();

  /** Takes back what was kept in {@link keptIncidents}. */
  restore(kept: ReadonlyMap<string, Incident>): void {
    const ordered = [...kept.values()].sort((a, b) => a.fired_at - b.fired_at);
    this.#all = new Map(ordered.map((each) => [each.id, each]));
    for (const each of ordered) if (each.state === 'firing') this.#open.set(each.id, each);
  }

  /** Those that fire. */
  open(): Iterable<Incident> {
    return this.#open.values();
  }

  get openCount(): number {
    return this.#open.size;
  }

  find(id: string): Incident | null {
    return this.#all.get(id) ?? null;
  }

  /** Begins an incident, or takes up one that has resolved again. */
  fire(alert: Alert, rule: Rule, began: number, ruleId: string): Incident {
    const known = this.#all.get(alert.id);
    const made: Incident = known ?? {
      id: alert.id,
      state: 'firing',
      rule: ruleId,
      name: rule.name,
      hub: alert.hub,
      component: alert.component,
      column: alert.column,
      condition: rule.condition,
      threshold: rule.threshold,
      severity: alert.threshold.severity,
      began_at: began,
      fired_at: alert.triggered_at,
      resolved_at: null,
      occurrences: 1,
      worst_value: alert.current_value,
      message: alert.message,
      acknowledged_by: null,
      acknowledged_at: null,
      note: null,
      silenced_by: null,
      inhibited_by: null,
      told: false,
      timeline: [],
    };
    made.state = 'firing';
    made.resolved_at = null;
    this.#all.set(made.id, made);
    this.#open.set(made.id, made);
    return made;
  }

  /** Takes over what an alert says of itself now. */
  update(incident: Incident, alert: Alert, worst: number | null): void {
    incident.severity = alert.threshold.severity;
    incident.occurrences = alert.occurrences;
    incident.message = alert.message;
    incident.worst_value = worst;
    incident.acknowledged_by = alert.acknowledged_by;
    incident.acknowledged_at = alert.acknowledged_at;
    incident.note = alert.note ?? incident.note;
  }

  resolve(incident: Incident, at: number): void {
    incident.state = 'resolved';
    incident.resolved_at = at;
    incident.silenced_by = null;
    incident.inhibited_by = null;
    this.#open.delete(incident.id);
  }

  /** Writes a line into the timeline; lines are in the order of their times. */
  enter(incident: Incident, entry: Partial<TimelineEntry> & Pick<TimelineEntry, 'at' | 'kind'>): void {
    const { timeline } = incident;
    const place = timeline.findLastIndex(({ at }) => at <= entry.at) + 1;
    timeline.splice(place, 0, { value: null, by: null, text: null, ...entry });
    if (timeline.length > maxEntries) timeline.splice(beginning, 1);
  }

  /** The change that keeps an incident as it is when it is committed, and those that let the oldest go. */
  changes(incident: Incident): RecordChange[] {
    const changes = [keptIncidents.put(incident.id, incident)];
    let surplus = this.#all.size - this.#open.size - maxResolved;
    for (const [id, { state }] of this.#all) {
      if (surplus <= 0) break;
      if (state === 'firing') continue;
      this.#all.delete(id);
      changes.push(keptIncidents.remove(id));
      surplus -= 1;
    }
    return changes;
  }

  /** The newest first. */
  page(query: IncidentQuery): IncidentPage {
    const words = query.search?.toLowerCase().trim() ?? '';
    const found = [...this.#all.values()].reverse().filter((each) => {
      if (query.state !== undefined && each.state !== query.state) return false;
      if (query.hub !== undefined && each.hub !== query.hub) return false;
      if (query.severity !== undefined && each.severity !== query.severity) return false;
      if (query.from !== undefined && each.fired_at < query.from) return false;
      if (query.to !== undefined && each.fired_at >= query.to) return false;
      return words === '' || textOf(each).includes(words);
    });
    const shown = found.slice(query.offset, query.offset + query.limit);
    return { incidents: shown.map(summaryOf), total: found.length };
  }
}

function textOf(incident: Incident): string {
  const { id, name, hub, component, column, message, note, timeline } = incident;
  const notes = timeline.flatMap(({ kind, text }) => (kind === 'note' ? [text ?? ''] : []));
  return [id, name, hub, component ?? '', column, message, note ?? '', ...notes].join('\n').toLowerCase();
}
