import type { Point } from '@hubscope/core/signal';
import type { KnownHub } from '../store.js';

/** The hubs that have history once these points do: the database need not know of them yet. */
export function widened(known: readonly KnownHub[], points: readonly Point[]): readonly KnownHub[] {
  const hubs = new Map(known.map((each) => [each.hub, each]));
  for (const { hub, component, second } of points) {
    const { first = second, last = second, components = [] } = hubs.get(hub) ?? {};
    const more = component === null || components.includes(component) ? [] : [component];
    hubs.set(hub, {
      hub,
      first: Math.min(first, second),
      last: Math.max(last, second),
      components: [...components, ...more],
    });
  }
  return [...hubs.values()];
}
