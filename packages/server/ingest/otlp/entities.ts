import type { Attributes } from './messages.js';

/** What a resource says of one of the entities that it is of: which of its attributes identify that one, and which only describe it. */
export interface EntityRef {
  type: string;
  readonly idKeys: string[];
  readonly descriptionKeys: string[];
}

/** A resource as it was sent. */
export interface Resource {
  readonly attributes: Attributes;
  readonly entities: readonly EntityRef[];
}

/** Entities of one resource that are kept, and names of attributes of one of them: nobody sends more. */
export const maxEntities = 32;
export const maxEntityKeys = 64;

/** Entities that are one process, or hold one as a rule. Source: OpenTelemetry semantic conventions, entities. */
const ofProcess: ReadonlySet<string> = new Set(['service.instance', 'process', 'container', 'k8s.pod']);

/**
 * The attributes by which a process is told from others: all, but for those that only describe an entity and may change while it lives. Where
 * no entity stands for the process, or one lacks what identifies it, what describes the others may be all that tells processes apart.
 * Source: OpenTelemetry specification, "Entity Data Model"; `EntityRef` of opentelemetry-proto 1.5 and later.
 */
export function identifying({ attributes, entities }: Resource): Attributes {
  const named = entities.some(
    ({ type, idKeys }) =>
      ofProcess.has(type) && idKeys.length > 0 && idKeys.every((key) => (attributes.get(key) ?? '') !== ''),
  );
  if (!named) return attributes;
  const ids = new Set(entities.flatMap(({ idKeys }) => idKeys));
  const descriptions = new Set(entities.flatMap(({ descriptionKeys }) => descriptionKeys));
  return new Map([...attributes].filter(([key]) => ids.has(key) || !descriptions.has(key)));
}
