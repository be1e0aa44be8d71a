import { selfHub, type ComponentKey, type HubId } from '../signal/index.js';
import type { Rule } from '../wire/index.js';
import { fitsGlob } from './glob.js';

function watches(rule: Rule, hub: HubId): boolean {
  return rule.hub === null ? hub !== selfHub : fitsGlob(rule.hub, hub);
}

/** The rules that watch a hub, those for its components included. One that names the hub stands in for a general one of its name. */
export function rulesOf<R extends Rule>(rules: readonly R[], hub: HubId): R[] {
  const watching = rules.filter((rule) => watches(rule, hub));
  const own = new Set(watching.filter((rule) => rule.hub !== null).map((rule) => rule.name));
  return watching.filter((rule) => rule.hub !== null || !own.has(rule.name));
}

/** Whether a rule looks at this component; null is the hub itself. */
export function looksAt(rule: Rule, component: ComponentKey | null): boolean {
  if (rule.component === null || component === null) return rule.component === component;
  return fitsGlob(rule.component, component);
}
