import { comparedSignals, defaultImpactOptions, type Impact } from '@hubscope/core/impact';
import type { ComponentKey, HubId, Point } from '@hubscope/core/signal';
import { millis, second, secondOf, shift, startOf, type Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { BaselineBalance, ImpactView, Marker } from '@hubscope/core/wire';
import { Balance, RecentWork } from './balance.js';
import type { Baselines } from './baselines.js';
import { choose, secondAfter, type Choice } from './choice.js';
import { LiveComparison } from './live-comparison.js';
import type { ImpactOptions, Judged } from './ports.js';
import { longestBefore, steadySince } from './steady.js';
import { impactView, nothingCompared } from './view.js';

/** Markers that wait for their moment; the oldest go first. */
const maxPending = 100;
/** Components that are compared at once; the one that nobody asked for longest goes first. */
const maxComponents = 200;
/** A component's comparison goes when nobody asked for it so long, ms. */
const componentStaysMs = 600_000;
/** Signals of a component that are judged anew in a second at most. */
const componentSignalsAtOnce = 2;
/** How often the state is told where no verdict changed, s. */
const tellEverySeconds = 5;
/** The same where there is nothing to compare with. */
const tellIdleEverySeconds = 60;

/** The impact of one hub: which baseline it is compared with, and what came of it. */
export class HubImpact {
  #markers: Marker[] = [];
  #pending: Marker[] = [];
  #chosen: Choice | null = null;
  #choice: Choice | null = null;
  #live: LiveComparison | null = null;
  readonly #components = new Map<ComponentKey, LiveComparison>();
  readonly #recent: RecentWork;
  #balance: Balance;
  /** Components that were compared so far. */
  #turns = 0;
  #newest: Second | null = null;
  #told = '';
  #toldAt = 0;
  #work: Promise<void>;

  constructor(
    readonly hub: HubId,
    private readonly options: ImpactOptions,
    private readonly baselines: Baselines,
  ) {
    this.#recent = new RecentWork(options.table);
    this.#balance = new Balance(options.table);
    this.#work = this.#begin();
  }

  /** Resolves when all that was asked so far is done. */
  async settled(): Promise<void> {
    await this.#work;
    // A failure was told where it happened.
    await this.#live?.loaded.catch(() => undefined);
  }

  /** What is compared now; null where nothing is. */
  get choice(): Choice | null {
    return this.#choice;
  }

  /** Whether a person or a program chose what is compared. */
  get isChosen(): boolean {
    return this.#chosen !== null;
  }

  /** Takes in a second that closed or was amended. */
  second(closed: ClosedSecond): Judged {
    const { second: at, point, components, amended } = closed;
    this.#live?.push(point);
    for (const each of components)
      if (each.component !== null) this.#components.get(each.component)?.push(each);
    if (amended) return { score: null, news: null };
    this.#newest = at;
    this.#recent.add(closed);
    this.#balance.add(closed);
    const passed = this.#pending.filter((marker) => secondOf(millis(marker.at)) <= at);
    this.#pending = this.#pending.filter((marker) => !passed.includes(marker));
    for (const marker of passed) this.#do(() => this.#mark(marker));
    const impact = this.#live?.impact() ?? null;
    return { score: impact?.score ?? null, news: this.#news(at, impact) };
  }

  /** Takes in a marker: when its moment has passed, the stretch before it is kept, and it is compared. */
  marker(marker: Marker): void {
    this.#markers = [...this.#markers, marker].sort((a, b) => a.at - b.at);
    if (marker.at <= this.options.clock.now() - longestBefore * 1000) return;
    this.#pending = [...this.#pending, marker].slice(-maxPending);
  }

  /** Forgets a marker that was taken back, with the stretch that was kept for it. */
  unmark({ id }: Marker): void {
    this.#markers = this.#markers.filter((marker) => marker.id !== id);
    this.#pending = this.#pending.filter((marker) => marker.id !== id);
    this.#do(async () => {
      const own = this.baselines.list(this.hub).filter(({ marker_id }) => marker_id === id);
      for (const each of own) if (each.origin === 'automatic') await this.baselines.remove(each);
      this.renew();
    });
  }

  /** Compares what a person or a program chose; null: what is chosen by itself. */
  choose(chosen: Choice | null): void {
    this.#chosen = chosen;
    this.renew();
  }

  /** Baselines came or went: chooses anew what is compared. */
  renew(): void {
    const now = this.#newest === null ? this.options.clock.now() : startOf(shift(this.#newest, 1));
    const choice = this.#chosen ?? choose(this.baselines.list(this.hub), this.#markers, now);
    if (sameChoice(choice, this.#choice)) return;
    this.#choice = choice;
    this.#components.clear();
    this.#live = choice === null ? null : this.#compare(choice, null);
    this.#balance = new Balance(this.options.table, choice?.baseline.balance);
    this.#toldAt = 0;
    if (choice === null) return;
    const balance = this.#balance;
    const loading = this.baselines.components(choice.baseline, 'busy').then((points) => {
      balance.before(points);
    });
    void loading.catch((error: unknown) => {
      this.options.failed(`the baseline ${choice.baseline.name} can't be read`, error);
    });
  }

  /** What is known now of the hub's own change. @param comparisons as many are held to the chance of error together */
  view(comparisons = 1): ImpactView {
    return this.#view(this.#live, null, comparisons);
  }

  /** What is known of a component's change; it is compared from now on, as long as somebody asks. */
  async component(
    component: ComponentKey,
    comparisons = 1,
  ): Promise<{ view: ImpactView; live: LiveComparison | null }> {
    const choice = this.#choice;
    if (choice === null) return { view: this.#view(null, component, comparisons), live: null };
    const now = this.options.clock.now();
    for (const [key, { askedAt }] of this.#components) {
      if (askedAt < now - componentStaysMs) this.#components.delete(key);
    }
    let live = this.#components.get(component);
    if (live === undefined) {
      // Their batches end in turn, so that no second has the work of all.
      const since = shift(choice.since, this.#turns % 10);
      this.#turns += 1;
      live = this.#compare({ ...choice, since }, component);
      this.#components.set(component, live);
      const [oldest] = [...this.#components].sort(([, a], [, b]) => a.askedAt - b.askedAt);
      if (this.#components.size > maxComponents && oldest !== undefined) this.#components.delete(oldest[0]);
    }
    live.askedAt = now;
    await live.loaded;
    return { view: this.#view(live, component, comparisons), live };
  }

  /** How unevenly its cores and processes worked in a stretch of the last hour. */
  balanceOver(from: Second, to: Second): BaselineBalance[] {
    return this.#recent.over(from, to);
  }

  /** The hub's own comparison; null where there is none. */
  get live(): LiveComparison | null {
    return this.#live;
  }

  async #begin(): Promise<void> {
    const known = new Map(
      [...(await this.options.past.markers(this.hub)), ...this.#markers].map((each) => [each.id, each]),
    );
    this.#markers = [...known.values()].sort((a, b) => a.at - b.at);
    this.renew();
  }

  #compare(choice: Choice, component: ComponentKey | null): LiveComparison {
    const { clock, table, past } = this.options;
    const { baseline, since, marker } = choice;
    const targets = marker?.targets ?? [];
    const live = new LiveComparison(
      table,
      clock,
      past,
      {
        hub: this.hub,
        component,
        since,
        before: () => this.baselines.points(baseline, component),
        restarted: marker?.origin === 'version',
      },
      {
        ...defaultImpactOptions,
        signals: [...new Set([...comparedSignals, ...targets.map(({ signal }) => signal)])],
        closedLoad: this.options.status(this.hub)?.closed_load ?? false,
        targets,
        ...(component === null ? {} : { atOnce: componentSignalsAtOnce }),
      },
    );
    void live.loaded.catch((error: unknown) => {
      this.options.failed(`the comparison with ${baseline.name} could not be made`, error);
    });
    return live;
  }

  #view(live: LiveComparison | null, component: ComponentKey | null, comparisons: number): ImpactView {
    const { table } = this.options;
    const beside =
      component === null
        ? { stability: this.options.stability(this.hub), balance: this.#balance.rows() }
        : { stability: [], balance: [] };
    const impact = live?.impact(comparisons) ?? null;
    if (this.#choice === null) {
      const advice = 'Capture a baseline, then mark the moment of a change.';
      return nothingCompared(this.hub, component, advice, beside);
    }
    const { baseline, marker } = this.#choice;
    const since = live?.sides.since ?? this.#choice.since;
    const { tolerance } = defaultImpactOptions;
    const compared = { hub: this.hub, component, baseline, marker, since, tolerance };
    return impactView(table, compared, impact ?? nothingYet, beside);
  }

  #news(at: Second, impact: Impact | null): ImpactView | null {
    if (this.#live !== null && impact === null) return null;
    const verdicts = this.#verdicts(impact);
    const every = this.#choice === null ? tellIdleEverySeconds : tellEverySeconds;
    if (at < this.#toldAt + every && verdicts === this.#told) return null;
    this.#told = verdicts;
    this.#toldAt = at;
    return this.view();
  }

  #verdicts(impact: Impact | null): string {
    if (impact === null || this.#choice === null) return 'nothing';
    const { baseline, since } = this.#choice;
    const signals = impact.signals.map(({ verdict, target }) => `${verdict} ${target?.state ?? ''}`);
    return [baseline.id, since, impact.overall.verdict, ...signals].join('\n');
  }

  /** Keeps the last steady stretch before a marker, and compares since it. */
  async #mark(marker: Marker): Promise<void> {
    const to = secondOf(millis(marker.at));
    const previous = this.#markers.findLast(({ at }) => at < marker.at - 1000)?.at ?? 0;
    const from = second(Math.max(to - longestBefore, previous === 0 ? 0 : secondAfter(previous)));
    const points: Point[] = [];
    for await (const piece of this.options.past.points({ hub: this.hub, component: null, from, to })) {
      points.push(...piece);
    }
    const first = points[0]?.second ?? null;
    const since = first === null ? null : steadySince(this.options.table, points, first, to);
    if (since !== null && since < to) {
      await this.baselines.capture({
        hub: this.hub,
        name: `before ${marker.name}`,
        from: since,
        to,
        origin: 'automatic',
        markerId: marker.id,
        balance: this.#recent.over(since, to),
      });
    }
    this.renew();
  }

  #do(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.options.failed(`the impact of ${this.hub} could not be judged`, error);
    });
  }
}

/** Whether the same is compared, and meant to bring the same. */
function sameChoice(one: Choice | null, other: Choice | null): boolean {
  return (
    one?.baseline.id === other?.baseline.id &&
    one?.since === other?.since &&
    one?.marker?.id === other?.marker?.id
  );
}

const nothingYet = {
  overall: {
    change: null,
    low: null,
    high: null,
    verdict: 'unknown',
    reason: 'the past is being read',
    secondsMore: null,
    signals: [],
  },
  score: null,
  signals: [],
  seconds: 0,
  setAside: 0,
} as const;
