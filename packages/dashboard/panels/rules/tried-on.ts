import { fitsGlob } from '@hubscope/core/judge';
import { selfHub } from '@hubscope/core/live';
import type { ComponentSummary, HubStatus } from '@hubscope/core/wire';
import { ruleWords as words } from '../../words/rules.js';

/** What a rule is tried on, of so many that it would watch. */
export interface Tried {
  readonly name: string;
  readonly of: number;
}

/**
 * The hub that a rule is tried on: the one on screen where it watches that, else the busiest that it watches; null where none has
 * reported. `glob` as it is typed; empty: every hub but `hubscope`. `hubs`: the busiest first.
 */
export function triedHub(
  glob: string,
  hubs: readonly Pick<HubStatus, 'name'>[],
  onScreen: string | null,
): Tried | null {
  const wanted = glob.trim();
  const fitting = hubs.filter(({ name }) => (wanted === '' ? name !== selfHub : fitsGlob(wanted, name)));
  const found = fitting.find(({ name }) => name === onScreen) ?? fitting[0];
  return found === undefined ? null : { name: found.name, of: fitting.length };
}

/** The busiest component that a glob fits, by its newest second; one that is named whole need not have worked. Null where it fits none. */
export function triedComponent(
  glob: string,
  components: readonly Pick<ComponentSummary, 'key' | 'values'>[],
): Tried | null {
  const wanted = glob.trim();
  const fitting = components.filter(({ key }) => fitsGlob(wanted, key));
  const [busiest] = fitting.toSorted(
    (a, b) => (b.values['throughput'] ?? -1) - (a.values['throughput'] ?? -1),
  );
  if (busiest === undefined) return /[*?]/.test(wanted) ? null : { name: wanted, of: 1 };
  return { name: busiest.key, of: fitting.length };
}

/** `On shop, one of two hubs · agent:writer, the busiest of four`. */
export function triedWords(hub: Tried, component: Tried | null): string {
  const where = words.on(hub.name, hub.of);
  return component === null ? where : `${where} · ${words.busiestOf(component.name, component.of)}`;
}
