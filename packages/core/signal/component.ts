import { cleanName } from './names.js';

/** What a component is; part of its key, so that a tool and an agent may share a name. */
export const componentKinds = [
  'agent',
  'tool',
  'model',
  'workflow',
  'mcp',
  'service',
  'variant',
  'other',
] as const;

export type ComponentKind = (typeof componentKinds)[number];

/** A part of a hub that does operations. */
export interface Component {
  readonly kind: ComponentKind;
  /** Untrusted text, cleaned. */
  readonly name: string;
}

/** `kind:name`, the key under which a component is kept, queried and shown in addresses. */
export type ComponentKey = string;

export function componentKey(component: Component): ComponentKey {
  return `${component.kind}:${component.name}`;
}

/** Reads a key back; null where it has no known kind. */
export function parseComponentKey(key: ComponentKey): Component | null {
  const colon = key.indexOf(':');
  const kind = componentKinds.find((known) => known === key.slice(0, colon));
  return kind === undefined ? null : { kind, name: key.slice(colon + 1) };
}

/** A component from outside; an unreadable name becomes `unnamed`. */
export function component(kind: ComponentKind, rawName: string): Component {
  const name = cleanName(rawName);
  return { kind, name: name === '' ? 'unnamed' : name };
}
