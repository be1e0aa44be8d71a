import type { DoorReport } from '@hubscope/core/wire';
import type { Diagnosis } from './answers.js';
import { doctorWords as words } from '../../words/doctor.js';

/** The whole in one sentence. */
export function verdictOf({ findings, hubs, doors }: Diagnosis): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (errors > 0) return words.toMend(errors);
  if (warnings > 0) return words.better(warnings);
  const requests = doors.reduce((sum, door) => sum + door.requests, 0);
  const live = hubs.filter(({ state }) => state === 'live').length;
  return words.well(requests, live);
}

export function refusedOf({ refused }: DoorReport): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}

/** What a sender calls itself, without the comment behind it; its address where it says nothing. */
export function senderName({ agent, address }: DoorReport['senders'][number]): string {
  if (agent === '') return address;
  // Of several products the first is the sender itself.
  return /^(?:[^\s/(]+ )*[^\s/(]+(?:\/\S+)?/.exec(agent)?.[0] ?? agent;
}

/** A part of an advice; code is what can be typed as it stands. */
export interface Part {
  readonly text: string;
  readonly code: boolean;
}

const typed =
  /(?:OTEL|HUBSCOPE)_[A-Z0-9_]+(?:=[^\s,;)]*[^\s,;.)])?|https?:\/\/(?:[^\s,;)]*[^\s,;.)])?|\/v1\/[a-z]+|\/api\/v1\/write|\b(?:max_[a-z_]+|batch_send_deadline|scrape_interval|write_relabel_configs|service\.instance\.id)\b/g;

/** An advice, with what can be typed set apart. */
export function partsOf(todo: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of todo.matchAll(typed)) {
    if (found.index > from) parts.push({ text: todo.slice(from, found.index), code: false });
    parts.push({ text: found[0], code: true });
    from = found.index + found[0].length;
  }
  if (from < todo.length) parts.push({ text: todo.slice(from), code: false });
  return parts;
}
