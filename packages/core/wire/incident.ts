import { z } from 'zod';
import { alert, measure } from './alert.js';
import { known, marker } from './hub.js';
import { condition, ruleInForce, severity } from './rule.js';

/** What can happen to an incident. */
export const timelineKind = z.enum([
  'pending',
  'fired',
  'reopened',
  'resolved',
  /** Its severity rose; an acknowledgement is broken by it. */
  'escalated',
  'blind',
  'sighted',
  'acknowledged',
  'unacknowledged',
  'note',
  'notification',
  'silenced',
  'inhibited',
  'unmuted',
  'marker',
  /** Late data changed what was concluded. */
  'amended',
  /** Hubscope was not running; what happened meanwhile is unknown. */
  'restarted',
  /** Its rule was changed or deleted. */
  'rule',
]);

export const timelineEntry = z.object({
  /** ms since the epoch. */
  at: z.number(),
  kind: timelineKind,
  /** The watched value then. */
  value: known,
  by: z.string().nullable(),
  text: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** One firing episode of a rule for a hub or a component, reopenings within the cooldown included. */
export const incidentSummary = z.object({
  id: z.string(),
  state: z.enum(['firing', 'resolved']),
  /** The rule's id, and its name. */
  rule: z.string(),
  name: z.string(),
  hub: z.string(),
  component: z.string().nullable(),
  column: z.string(),
  /** What its numbers count; the column itself unless said. */
  measure: measure.optional(),
  condition,
  threshold: z.number(),
  severity,
  /** ms since the epoch: when the breach began. */
  began_at: z.number(),
  fired_at: z.number(),
  resolved_at: known,
  occurrences: z.number().int(),
  /** The value that lay furthest beyond the threshold. */
  worst_value: known,
  message: z.string(),
  acknowledged_by: z.string().nullable(),
  acknowledged_at: known,
  note: z.string().nullable(),
  silenced_by: z.string().nullable(),
  inhibited_by: z.string().nullable(),
  /** Whether people were told that it fired. */
  told: z.boolean(),
});
export type IncidentSummary = z.infer<typeof incidentSummary>;

export const incident = incidentSummary.extend({
  /** Oldest first. */
  timeline: z.array(timelineEntry),
});
export type Incident = z.infer<typeof incident>;

/** An incident as `GET /api/v1/incidents/:id` answers it. */
export const incidentDetail = incident.extend({
  /** The alert as it is now; null where it shows nothing any more. */
  alert: alert.nullable(),
  /** Those of its hub from ten minutes before it began. */
  markers: z.array(marker),
  /** The components whose values lay furthest to the bad side while it lasted, the worst first. */
  components: z.array(z.object({ key: z.string(), value: z.number() })),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;

export const incidentQuery = z.object({
  state: z.enum(['firing', 'resolved']).optional(),
  hub: z.string().max(200).optional(),
  severity: severity.optional(),
  /** Text within the rule's name, the hub, the component, the message or a note, whatever its case. */
  search: z.string().max(200).optional(),
  /** ms since the epoch: fired at or after. */
  from: z.coerce.number().optional(),
  /** ms since the epoch: fired before. */
  to: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** How many to leave out, newest first. */
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
export type IncidentQuery = z.infer<typeof incidentQuery>;

export const incidentPage = z.object({
  incidents: z.array(incidentSummary),
  /** How many there are in all. */
  total: z.number().int(),
});
export type IncidentPage = z.infer<typeof incidentPage>;

export const noteBody = z.object({
  by: z.string().max(200).optional(),
  note: z.string().trim().min(1).max(1000),
});

export const notificationKind = z.enum(['fired', 'resolved', 'updated']);

/** What people are to be told: handed to the outbox in the same commit as the transition that it tells of. */
export const notificationEvent = z.object({
  /** The idempotency key, the same however often it is sent: the incident's id and the transition. */
  id: z.string(),
  kind: notificationKind,
  /** What an update tells that is no rise in severity. */
  update: z.enum(['acknowledged', 'unacknowledged']).nullable().default(null),
  /** The severities at which people were told of it before: whoever heard of it hears on. */
  heard: z.array(severity).default([]),
  incident: incidentSummary,
  alert,
  rule: ruleInForce,
  hub: z.string(),
  /** ms since the epoch. */
  at: z.number(),
});
export type NotificationEvent = z.infer<typeof notificationEvent>;
