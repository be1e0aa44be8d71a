import type { FaultLog } from '@hubscope/core/log';
import type { RecordChange } from '@hubscope/core/record';
import { hubId, type HubId, type SignalTable } from '@hubscope/core/signal';
import { millis, secondOf, shift, startOf, type Clock, type Second } from '@hubscope/core/time';
import {
  HubscopeError,
  type Alert,
  type HealthDetail,
  type Incident,
  type IncidentDetail,
  type NotificationEvent,
  type Rule,
  type RuleInForce,
} from '@hubscope/core/wire';
import type { ApiPorts } from './api/index.js';
import { Forecast, Judge, type WholePast } from './judge/index.js';
import type { Latest } from './latest.js';
import type { Store } from './store/store.js';
import type { Turns } from './turns.js';

/** Markers so long before an incident began are near it, ms. */
const nearMs = 600_000;
/** Components of an incident that are named. */
const maxInvolved = 10;

/** Where notifications go: what the outbox keeps of an event, and that there is something to send. */
export interface Outbox {
  /** The changes that put an event into the outbox; they are committed together with its transition. */
  notifications(event: NotificationEvent): RecordChange[];
  /** These are on disk, events among them. */
  committed(changes: readonly RecordChange[]): void;
}

export interface AlertingOptions {
  readonly clock: Clock;
  readonly table: SignalTable;
  readonly store: Store;
  /** The configuration's rules; null: it names none. */
  readonly rules: readonly Rule[] | null;
  readonly outbox: Outbox;
  /** An alert changed outside of a second. */
  readonly changed: (alert: Alert) => void;
  /** Other rules are in force. */
  readonly rulesChanged: () => void;
  /** Where seconds are taken in. */
  readonly turns: Turns;
  readonly log: FaultLog;
}

/** The newest second of each hub. */
type Newest = Pick<Latest, 'components' | 'snapshot'>;

/** The judge with all that it asks of other stages, and what the API asks of it. */
export class Alerting {
  readonly judge: Judge;
  readonly #options: AlertingOptions;
  readonly #forecast: Forecast;

  /** @throws HubscopeError where a rule of the configuration looks at a signal that is not there */
  constructor(options: AlertingOptions) {
    const { clock, table, store, rules, outbox, changed, rulesChanged, turns, log } = options;
    this.#options = options;
    const past: WholePast = {
      history: async (query) =>
        (await store.history(query)).map(({ values }) =>
          Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
        ),
      points: (query) => store.points(query),
    };
    this.judge = new Judge({
      clock,
      table,
      records: store.records,
      past,
      rules,
      notifications: (event) => outbox.notifications(event),
      committed: (changes) => {
        outbox.committed(changes);
      },
      changed,
      rulesChanged,
      settle: () => {
        turns.settle();
      },
      log,
    });
    this.#forecast = new Forecast(clock, table, past);
  }

  /** What the API asks. What was changed is on disk when it is answered. */
  ports(latest: Newest): Pick<ApiPorts, 'alerts' | 'rules' | 'incidents' | 'silences' | 'hubHealth'> {
    const { judge } = this;
    const kept = async <T>(value: T): Promise<T> => {
      await judge.journal.flush();
      return value;
    };
    const { clock, turns } = this.#options;
    return {
      alerts: {
        list: (query) => judge.alerts(query),
        hubOf: (id) => judge.hubOf(id),
        acknowledge: (id, by, note) => kept(judge.acknowledge(id, by, note)),
        unacknowledge: (id, by) => kept(judge.unacknowledge(id, by)),
      },
      rules: {
        list: () => judge.rules.list(),
        find: (id) => {
          const found = judge.rules.find(id);
          if (found === null) throw new HubscopeError('unknown_rule');
          return found;
        },
        create: (rule) => kept(this.#changeRule(() => judge.rules.create(rule), 'A rule was made.')),
        replace: (id, rule) =>
          kept(this.#changeRule(() => judge.rules.replace(id, rule), 'Its rule was changed.')),
        remove: (id) => {
          judge.journal.add([judge.rules.remove(id)]);
          judge.rulesChanged('Its rule was deleted.');
          return kept(undefined);
        },
        preview: (body) => this.#forecast.preview(body),
        suggestions: (hub) => this.#forecast.suggestions(hub, judge.rulesFor(hub)),
      },
      incidents: {
        page: (query, within) => judge.incidents.page(query, within),
        detail: (id) => this.#detail(id, latest),
        note: (id, by, text) => kept(judge.desk.note(id, by, text)),
      },
      silences: {
        list: () => judge.silences.list(clock.now()),
        create: (asked) => {
          const { silence, changes } = judge.silences.create(asked, clock.now());
          judge.journal.add(changes);
          turns.run(judge.desk.tick());
          return kept(silence);
        },
        end: (id) => {
          const { silence, change } = judge.silences.end(id, clock.now());
          judge.journal.add([change]);
          turns.run(judge.desk.tick());
          return kept(silence);
        },
      },
      hubHealth: {
        detail: (hub) => this.#health(hub, latest),
        uptime: (hub, from, to) => {
          const runs = judge.uptimeRuns(hub, from, to);
          if (runs === null) return null;
          const told = runs.map((run) => ({ ...run, from: startOf(run.from) }));
          return { hub, from: startOf(from), to: startOf(to), runs: told };
        },
      },
    };
  }

  #changeRule(
    change: () => { readonly rule: RuleInForce; readonly change: RecordChange },
    why: string,
  ): RuleInForce {
    const changed = change();
    this.judge.journal.add([changed.change]);
    this.judge.rulesChanged(why);
    return changed.rule;
  }

  #health(hub: HubId, latest: Newest): HealthDetail | null {
    const snapshot = latest.snapshot(hub);
    if (snapshot === null) return null;
    const { status, judgement } = snapshot;
    const uptime = judgement?.uptime ?? { percent: null, known_seconds: 0, cells: [] };
    return {
      hub,
      state: status.state,
      score: judgement?.health.score ?? null,
      parts: judgement?.health.parts ?? [],
      uptime,
      error_rate: this.judge.recent(hub, 'error_rate'),
      connections: this.judge.recent(hub, 'connections'),
      budgets: this.judge.budgets(hub),
    };
  }

  async #detail(id: string, latest: Newest): Promise<IncidentDetail> {
    const incident = this.judge.incidents.find(id);
    if (incident === null) throw new HubscopeError('unknown_incident');
    const hub = hubId(incident.hub);
    const until = incident.resolved_at ?? this.#options.clock.now();
    const all = await this.#options.store.markers(hub);
    const markers = all.filter(({ at }) => at >= incident.began_at - nearMs && at <= until);
    const components = await this.#involved(incident, hub, until, latest);
    return { ...incident, alert: this.judge.alert(id), markers, components };
  }

  /** The components whose values lay furthest to the bad side while an incident lasted. */
  async #involved(
    incident: Incident,
    hub: HubId,
    until: number,
    latest: Newest,
  ): Promise<IncidentDetail['components']> {
    const { store, table } = this.#options;
    const column = table.column(incident.column);
    if (column === null || incident.component !== null) return [];
    const from = secondOf(millis(incident.began_at));
    const to: Second = shift(secondOf(millis(until)), 1);
    // The last hour of a long incident says who is involved.
    const start = shift(to, -Math.min(to - from, 3600));
    const components = (latest.components(hub) ?? []).map(({ key }) => key);
    const query = { hub, components, from: start, to, stepSeconds: to - start, columns: [column] };
    const found = (await store.histories(query)).flatMap((series, place) => {
      const [key, value] = [components[place], series[0]?.values[0] ?? NaN];
      return key === undefined || Number.isNaN(value) ? [] : [{ key, value }];
    });
    const sign = incident.condition === 'below' ? 1 : -1;
    return found.sort((a, b) => sign * (a.value - b.value)).slice(0, maxInvolved);
  }
}
