import { measured, ofColumn } from '@hubscope/core/live';
import type {
  IncidentDetail,
  IncidentSummary,
  Measure,
  SignalInfo,
  TimelineEntry,
} from '@hubscope/core/wire';
import { showLine, showRound, clockTime, duration, thinSpace } from '../../words/format.js';
import { commonWords } from '../../words/common.js';
import { incidentWords as words } from '../../words/incidents.js';
import { told } from '../../words/told.js';

/** One entry of a timeline as a line; `measure`: of its incident. */
export function entryWords(
  { kind, value, by, text }: TimelineEntry,
  { unit, decimals }: Pick<Measure, 'unit' | 'decimals'>,
): string {
  const parts = [
    ...(text === null ? [] : [text]),
    ...(value === null ? [] : [showLine(value, told.unit(unit), decimals)]),
    ...(by === null ? [] : [words.by(by)]),
  ];
  // A newer server may know a kind that this page does not.
  const word = (words.kinds as Readonly<Record<string, string>>)[kind] ?? kind;
  return parts.length === 0 ? word : `${word}: ${parts.join(' · ')}`;
}

/** `writer · latency.p95 above 150 · worst 182 ms · 2 min`. `now`: ms since the epoch. */
export function incidentSentence(incident: IncidentSummary, signal: SignalInfo | null, now: number): string {
  const { component, column, condition, threshold, worst_value: worst } = incident;
  const { unit: plain, decimals } = measured(incident, signal);
  const unit = told.unit(plain);
  const said = ofColumn(incident) || unit === '' ? '' : thinSpace + unit;
  const colon = component?.indexOf(':') ?? -1;
  const parts = [
    component === null ? words.hub : component.slice(colon + 1),
    `${column} ${commonWords.conditions[condition]} ${showRound(threshold)}${said}`,
    ...(worst === null ? [] : [words.worst(showLine(worst, unit, decimals))]),
    duration((incident.resolved_at ?? now) - incident.fired_at),
    ...(incident.occurrences > 1 ? [words.occurrences(incident.occurrences)] : []),
  ];
  return parts.join(' · ');
}

/** The stretch to draw around an incident, s since the epoch: twice its length, ten minutes at least. `now`: ms. */
export function stretchAround(
  { began_at: began, resolved_at: resolved }: Pick<IncidentSummary, 'began_at' | 'resolved_at'>,
  now: number,
): { from: number; to: number } {
  const end = resolved ?? now;
  const margin = Math.max(300_000, (end - began) / 2);
  return { from: Math.floor((began - margin) / 1000), to: Math.ceil(Math.min(now, end + margin) / 1000) };
}

/** What happened, and the markers near it, oldest first. */
export function wholeTimeline({
  timeline,
  markers,
}: Pick<IncidentDetail, 'timeline' | 'markers'>): TimelineEntry[] {
  const marked = markers.map(({ at, name }) => ({
    at,
    kind: 'marker' as const,
    value: null,
    by: null,
    text: name,
  }));
  return [...timeline, ...marked].sort((a, b) => a.at - b.at);
}

/** When an entry was, to the second. */
export function entryTime({ at }: TimelineEntry): string {
  return clockTime(at);
}
