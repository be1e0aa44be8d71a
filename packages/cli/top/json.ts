import { newestOf, newestSecond, type HubView } from '@hubscope/core/live';
import { serverNow, type TopState } from './state.js';

function components({ order, live }: TopState, view: HubView): unknown[] {
  return order.flatMap((key) => {
    const row = live.replica.view?.components.get(key);
    if (row === undefined) return [];
    const values = Object.fromEntries(
      view.componentColumns.map((name, at) => [name, row.values[at] ?? null]),
    );
    return [{ key, kind: row.kind, name: row.name, values }];
  });
}

/** What the picture shows, as data: times in ms since the epoch, unknown null. */
export function asJson(state: TopState): unknown {
  const { view, hubs } = state.live.replica;
  const newest = view === null ? null : newestSecond(view.series);
  return {
    hub: view?.name ?? null,
    status: view?.status ?? null,
    second: newest === null ? null : newest * 1000,
    age_ms: newest === null ? null : Math.round(serverNow(state) - (newest + 1) * 1000),
    values: view === null ? {} : Object.fromEntries(view.columns.map((name) => [name, newestOf(view, name)])),
    trends: view?.judgement?.trends ?? {},
    health: view?.judgement?.health ?? null,
    uptime_percent: view?.judgement?.uptime.percent ?? null,
    impact: view?.impact ?? null,
    alerts: view?.alerts ?? [],
    components: view === null ? [] : components(state, view),
    hubs: (hubs ?? []).map(({ name, state: each }) => ({ name, state: each })),
  };
}
