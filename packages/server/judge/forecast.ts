import { previewOf, suggestThreshold } from '@hubscope/core/judge';
import {
  hubId,
  selfHub,
  type ComponentKey,
  type HubId,
  type Point,
  type SignalTable,
} from '@hubscope/core/signal';
import { millis, secondOf, shift, startOf, type Clock, type Second } from '@hubscope/core/time';
import {
  HubscopeError,
  type PreviewAnswer,
  type PreviewBody,
  type Rule,
  type RuleInForce,
  type Suggestion,
} from '@hubscope/core/wire';
import { MovingReferences } from './moving-references.js';
import type { Past } from './references.js';
import { checkedRule } from './rule-book.js';
import { Source } from './source.js';

/** Whole points of the past, oldest first, in pieces. */
export interface WholePast extends Past {
  points(query: {
    readonly hub: HubId;
    readonly component: ComponentKey | null;
    readonly from: Second;
    readonly to: Second;
  }): AsyncIterable<readonly Point[]>;
}

const hourSeconds = 3600;
const daySeconds = 86_400;
const maxFired = 1000;

/** Tries rules on the past: when they would have fired, and which threshold would fit. */
export class Forecast {
  constructor(
    private readonly clock: Clock,
    private readonly table: SignalTable,
    private readonly past: WholePast,
  ) {}

  /** @throws HubscopeError where the rule can't be evaluated, or the stretch is longer than a day */
  async preview(body: PreviewBody): Promise<PreviewAnswer> {
    const rule = checkedRule(this.table, body.rule);
    const to = secondOf(millis(body.to ?? this.clock.now()));
    const from = body.from === undefined ? shift(to, -daySeconds) : secondOf(millis(body.from));
    if (from >= to || to - from > daySeconds)
      throw new HubscopeError('bad_range', 'A rule is tried on a second at least and a day at most.');
    const values = await this.#values(rule, hubId(body.hub), body.component, from, to);
    const { fired, knownSeconds, firingSeconds } = previewOf(rule, from, values);
    return {
      from: startOf(from),
      to: startOf(to),
      count: fired.length,
      firing_seconds: firingSeconds,
      known_seconds: knownSeconds,
      fired: fired.slice(-maxFired).map((each) => ({
        from: startOf(each.from),
        to: each.to === null ? null : startOf(each.to),
        worst_value: each.worst,
      })),
      suggested_threshold: suggestThreshold(rule, values),
    };
  }

  /** Thresholds from a hub's last hour for the rules that watch the hub itself and were made for any hub. */
  async suggestions(hub: HubId, rules: readonly RuleInForce[]): Promise<Suggestion[]> {
    const watched = rules.flatMap((rule) => {
      const column = this.table.column(rule.signal);
      const fits = rule.component === null && rule.burn === null && rule.against === null;
      return column === null || !fits ? [] : [{ rule, column }];
    });
    if (hub === selfHub || watched.length === 0) return [];
    const columns = [...new Map(watched.map(({ column }) => [column.name, column])).values()];
    const to = secondOf(this.clock.now());
    const from = shift(to, -hourSeconds);
    const series = await this.past.history({ hub, component: null, from, to, stepSeconds: 1, columns });
    return watched.flatMap(({ rule: { id, name, signal, condition, threshold, for: wait }, column }) => {
      const values = series[columns.findIndex((each) => each.name === column.name)] ?? [];
      const suggested = suggestThreshold({ condition, for: wait }, values);
      if (suggested === null) return [];
      const known_seconds = values.filter((value) => value !== null).length;
      return [{ rule: id, name, signal, condition, threshold, suggested, known_seconds }];
    });
  }

  async #values(
    rule: Rule,
    hub: HubId,
    component: ComponentKey | null,
    from: Second,
    to: Second,
  ): Promise<readonly (number | null)[]> {
    const column = this.table.column(rule.signal);
    if (column === null) throw new HubscopeError('unknown_signal');
    if (rule.against === null && rule.burn === null) {
      const query = { hub, component, from, to, stepSeconds: 1, columns: [column] };
      return [...((await this.past.history(query))[0] ?? [])];
    }
    // Changes and burn rates look further back than the stretch that they are told of.
    const lead = rule.burn?.long ?? (rule.against === 'hour' ? 3660 : daySeconds + 150);
    const references = new MovingReferences();
    const source = new Source(hub, '', column, rule.against, rule.burn, references, new Map());
    source.grow(1);
    source.want(0);
    const values = Array.from({ length: to - from }, (): number | null => null);
    for await (const piece of this.past.points({
      hub,
      component,
      from: shift(from, -Math.round(lead)),
      to,
    })) {
      for (const point of piece) {
        references.add(point.second, point.readings[column.signal.index] ?? null);
        source.begin(point.second, 1);
        source.set(point.second, 0, point, true);
        if (point.second >= from) values[point.second - from] = source.at(0, point.second);
      }
    }
    return values;
  }
}
