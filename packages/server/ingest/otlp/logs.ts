import { cleanName, type MarkerObservation } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import type { LogRecord, ResourceItems } from './messages.js';
import { isTime, type Delivery } from './delivery.js';
import type { Origin, Sources } from './source.js';
import type { Texts } from './texts.js';

/** Events that are a deployment: by the record's event name, or its attribute `event.name`. */
const deployments: ReadonlySet<string> = new Set(['deployment', 'deployment.finished', 'deployment.started']);

/** Attributes that name a deployment, the first that is there. */
const naming = ['deployment.name', 'deployment.id', 'service.version', 'vcs.ref.head.name'] as const;

function markerOf(record: LogRecord, { source }: Origin, texts: Texts): MarkerObservation | null {
  const event = record.eventName === '' ? record.attributes.get('event.name') : record.eventName;
  if (typeof event !== 'string' || !deployments.has(event) || !isTime(record.time)) return null;
  const named = naming.map((name) => record.attributes.get(name)).find((value) => typeof value === 'string');
  const name = cleanName(texts.of(String(named ?? record.body ?? source.version ?? event)));
  return {
    type: 'marker',
    hub: source.hub,
    name: name === '' ? event : name,
    at: millis(record.time),
    origin: 'log',
  };
}

/** Takes in log records: those that tell of a deployment become markers, the rest are counted. */
export function normaliseLogs(
  resources: readonly ResourceItems<LogRecord>[],
  sources: Sources,
  texts: Texts,
  into: Delivery,
): void {
  for (const { resource, items } of resources) {
    const origin = sources.of(resource);
    for (const record of items) {
      const marker = markerOf(record, origin, texts);
      if (marker === null) into.drop(origin.source.hub, 'log');
      else into.observe(marker);
    }
  }
}
