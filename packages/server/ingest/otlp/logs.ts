import { cleanName, type MarkerObservation } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import type { LogRecord } from './messages.js';
import { isTime, type Delivery } from './delivery.js';
import { decodeLogs } from './protobuf.js';
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

/**
 * Takes in a request of log records: those that tell of a deployment become markers, the rest are counted.
 * @throws RangeError or Error where the bytes are no such message; what stood before the fault is taken in
 */
export function takeLogs(body: Uint8Array, sources: Sources, texts: Texts, into: Delivery): void {
  let origin: Origin | null = null;
  decodeLogs(body, {
    resource: (resource) => {
      origin = sources.of(resource);
    },
    record: (record) => {
      if (origin === null) return;
      const marker = markerOf(record, origin, texts);
      if (marker === null) into.drop(origin.source.hub, 'log');
      else into.observe(marker);
    },
  });
}
