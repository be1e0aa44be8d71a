import type { DoctorAnswer, DoorReport, Finding, TargetReport } from '@hubscope/core/wire';
import { ApiFault, listOf } from '../../live/api.js';
import { commonWords } from '../../words/common.js';

type HubSeen = DoctorAnswer['hubs'][number];

/** What the doctor says, as far as the page shows it. */
export interface Diagnosis {
  /** What the counts are over, s. */
  readonly seconds: number;
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly doors: readonly DoorReport[];
  readonly targets: readonly TargetReport[];
  readonly hubs: readonly HubSeen[];
}

/** @throws ApiFault where it is no such answer */
export function diagnosisOf(body: unknown): Diagnosis {
  const answer = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const { seconds, findings, doors, targets, hubs } = answer;
  if (typeof seconds !== 'number') throw new ApiFault(commonWords.unreadable, null);
  return {
    seconds,
    findings: listOf<Finding>(findings, 'code', 'severity', 'subject', 'what', 'todo'),
    doors: listOf<DoorReport>(doors, 'door'),
    targets: listOf<TargetReport>(targets, 'url'),
    hubs: listOf<HubSeen>(hubs, 'name', 'state'),
  };
}
