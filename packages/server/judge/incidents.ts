import { Collection, type RecordChange } from '@hubscope/core/record';
import {
  incident as incidentSchema,
  severity,
  type Alert,
  type IncidentPage,
  type IncidentQuery,
  type IncidentSummary,
  type Rule,
  type TimelineEntry,
} from '@hubscope/core/wire';
import { z } from 'zod';

/** What people were told of an incident. */
const telling = z.object({
  /** The severity of which they were told last; null: they were told nothing. */
  severity: severity.nullable(),
  /** All severities at which they were told of it. */
  heard: z.array(severity).default([]),
  /** Whether its end was the last that they were told. */
  end: z.boolean(),
  /** They are to be told how it stands as soon as nothing mutes it. */
  owed: z.boolean(),
});

const keptIncident = incidentSchema
  .extend({ telling: telling.optional() })
  // Of one that an older version kept it is known only whether people were told that it fired.
  .transform((each) => {
    const { told, state } = each;
    const known = {
      severity: told ? each.severity : null,
      heard: told ? [each.severity] : [],
      end: told && state === 'resolved',
      owed: !told && state === 'firing',
    };
    return { ...each, telling: each.telling ?? known };
  });

/** An incident, and what people were told of it. */
export type KeptIncident = z.infer<typeof keptIncident>;

export const keptIncidents = new Collection('incidents', keptIncident);

/** Resolved incidents that are kept; the oldest go first. Those that fire are kept, however many. */
export const maxResolved = 5000;
/** Entries of one timeline: past it, what is between its beginning and its end is left out. */
const maxEntries = 200;
const beginning = 50;

/** An incident without its timeline. */
export function summaryOf(incident: KeptIncident): IncidentSummary {
  const summary: IncidentSummary & { timeline?: unknown; telling?: unknown } = { ...incident };
  delete summary.timeline;
  delete summary.telling;
  return summary;
}

/** Every incident, firing or over, newest last. */
export class Incidents {
  #all = new Map<string, KeptIncident>();
  /** Those that fire, by hub. */
  readonly #open = new Map<string, Map<string, KeptIncident>>();
  /** Those that are over, in the order in which they resolved. */
  readonly #over = new Set<string>();

  /** Takes back what was kept in {@link keptIncidents}. */
  restore(kept: ReadonlyMap<string, KeptIncident>): void {
    const ordered = [...kept.values()].sort((a, b) => a.fired_at - b.fired_at);
    this.#all = new Map(ordered.map((each) => [each.id, each]));
    for (const each of ordered) if (each.state === 'firing') this.#opened(each);
    const over = ordered.filter(({ state }) => state === 'resolved');
    for (const { id } of over.sort((a, b) => (a.resolved_at ?? 0) - (b.resolved_at ?? 0))) this.#over.add(id);
  }

  /** Those that fire, of all hubs or of one. */
  *open(hub: string | null = null): Iterable<KeptIncident> {
    if (hub !== null) yield* this.#open.get(hub)?.values() ?? [];
    else for (const each of this.#open.values()) yield* each.values();
  }

  /** The hubs of which some fire. */
  hubs(): Iterable<string> {
    return this.#open.keys();
  }

  find(id: string): KeptIncident | null {
    return this.#all.get(id) ?? null;
  }

  /** Begins an incident, or takes up one that has resolved again. */
  fire(alert: Alert, rule: Rule, began: number, ruleId: string): KeptIncident {
    const known = this.#all.get(alert.id);
    const made: KeptIncident = known ?? {
      id: alert.id,
      state: 'firing',
      rule: ruleId,
      name: rule.name,
      hub: alert.hub,
      component: alert.component,
      column: alert.column,
      measure: alert.measure,
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
      telling: { severity: null, heard: [], end: false, owed: false },
    };
    made.state = 'firing';
    made.resolved_at = null;
    this.#all.set(made.id, made);
    this.#over.delete(made.id);
    this.#opened(made);
    return made;
  }

  /** Takes over what an alert says of itself now. */
  update(incident: KeptIncident, alert: Alert, worst: number | null): void {
    incident.severity = alert.threshold.severity;
    incident.occurrences = alert.occurrences;
    incident.message = alert.message;
    incident.worst_value = worst;
    incident.acknowledged_by = alert.acknowledged_by;
    incident.acknowledged_at = alert.acknowledged_at;
    incident.note = alert.note ?? incident.note;
  }

  resolve(incident: KeptIncident, at: number): void {
    incident.state = 'resolved';
    incident.resolved_at = at;
    incident.silenced_by = null;
    incident.inhibited_by = null;
    const open = this.#open.get(incident.hub);
    open?.delete(incident.id);
    if (open?.size === 0) this.#open.delete(incident.hub);
    this.#over.add(incident.id);
  }

  /** Writes a line into the timeline; lines are in the order of their times. */
  enter(incident: KeptIncident, entry: Partial<TimelineEntry> & Pick<TimelineEntry, 'at' | 'kind'>): void {
    const { timeline } = incident;
    const place = timeline.findLastIndex(({ at }) => at <= entry.at) + 1;
    timeline.splice(place, 0, { value: null, by: null, text: null, ...entry });
    if (timeline.length > maxEntries) timeline.splice(beginning, 1);
  }

  /** The change that keeps an incident as it is now. */
  change(incident: KeptIncident): RecordChange {
    return keptIncidents.put(incident.id, {
      ...incident,
      timeline: [...incident.timeline],
      telling: { ...incident.telling, heard: [...incident.telling.heard] },
    });
  }

  /** Lets the oldest of those that are over go, past as many as are kept; answers a change each. */
  *trim(): Iterable<RecordChange> {
    for (const id of this.#over) {
      if (this.#over.size <= maxResolved) return;
      this.#over.delete(id);
      this.#all.delete(id);
      yield keptIncidents.remove(id);
    }
  }

  /** The newest first. @param within which hubs are asked for; all unless set */
  page(query: IncidentQuery, within: (hub: string) => boolean = () => true): IncidentPage {
    const words = query.search?.toLowerCase().trim() ?? '';
    const found = [...this.#all.values()].reverse().filter((each) => {
      if (query.state !== undefined && each.state !== query.state) return false;
      if (query.hub !== undefined && each.hub !== query.hub) return false;
      if (!within(each.hub)) return false;
      if (query.severity !== undefined && each.severity !== query.severity) return false;
      if (query.from !== undefined && each.fired_at < query.from) return false;
      if (query.to !== undefined && each.fired_at >= query.to) return false;
      return words === '' || textOf(each).includes(words);
    });
    const shown = found.slice(query.offset, query.offset + query.limit);
    return { incidents: shown.map(summaryOf), total: found.length };
  }

  #opened(incident: KeptIncident): void {
    const open = this.#open.get(incident.hub) ?? new Map<string, KeptIncident>();
    this.#open.set(incident.hub, open);
    open.set(incident.id, incident);
  }
}

function textOf(incident: KeptIncident): string {
  const { id, name, hub, component, column, message, note, timeline } = incident;
  const notes = timeline.flatMap(({ kind, text }) => (kind === 'note' ? [text ?? ''] : []));
  return [id, name, hub, component ?? '', column, message, note ?? '', ...notes].join('\n').toLowerCase();
}
