import { Collection } from '@hubscope/core/record';
import { hubId, selfHub, type ComponentKey, type HubId } from '@hubscope/core/signal';
import type { ClosedSecond } from '@hubscope/core/window';
import {
  HubscopeError,
  newComparison,
  sharedImpact,
  type Baseline,
  type BaselineFile,
  type ChangesAnswer,
  type ComparisonView,
  type ImpactDetail,
  type ImpactView,
  type Marker,
  type NewBaseline,
  type NewComparison,
  type SharedImpact,
  type VariantsAnswer,
  type VariantsWanted,
} from '@hubscope/core/wire';
import { randomUUID } from 'node:crypto';
import { assumptionsOf } from './assumptions.js';
import { Baselines } from './baselines.js';
import { Changes, everyChange, type ChangesWanted, type Find } from './changes.js';
import { findInThread } from './changes-thread.js';
import { secondAfter, type Choice } from './choice.js';
import { HubImpact } from './hub-impact.js';
import type { ImpactOptions, Judged } from './ports.js';
import { compareStretches, type Sides } from './stretches.js';
import { compareVariants } from './variants.js';
import { signalView } from './view.js';

/** Verdicts that are kept under a link; the oldest go first. */
const maxShared = 1000;

const chosen = new Collection('comparisons', newComparison);
const shared = new Collection('shared impacts', sharedImpact);

/** Did it get better? Baselines, what is compared with them, and what came of it, for all hubs. */
export class ImpactStage {
  readonly #options: ImpactOptions;
  readonly #baselines: Baselines;
  readonly #changes: Changes;
  readonly #hubs = new Map<HubId, HubImpact>();
  #chosen = new Map<string, NewComparison>();
  readonly #suggested = new Map<HubId, ChangesAnswer>();
  #shared = new Map<string, SharedImpact>();

  /** @param find how changes are searched for: in a thread of its own unless set */
  constructor(options: ImpactOptions, find: Find = findInThread) {
    this.#options = options;
    this.#baselines = new Baselines(options);
    this.#changes = new Changes(options, find);
  }

  /** Reads what is kept. To be awaited before seconds come. */
  async open(): Promise<void> {
    const { records } = this.#options.past;
    const unread = (id: string, why: string): void => {
      this.#options.failed(`record ${id} can't be read`, why);
    };
    await this.#baselines.open();
    this.#chosen = await chosen.load(records, unread);
    this.#shared = await shared.load(records, unread);
  }

  /** Takes in a second that closed or was amended. */
  second(closed: ClosedSecond): Judged {
    if (closed.hub === selfHub) return { score: null, news: null };
    if (!closed.amended && closed.second % 3600 === 0) this.#suggest(closed.hub);
    return this.#hub(closed.hub).second(closed);
  }

  /** Takes in a marker, once it is kept. */
  marker(marker: Marker): void {
    this.#hubs.get(hubId(marker.hub))?.marker(marker);
  }

  /** Takes a marker back, once it is forgotten; where a person or a program chose it, what is compared is chosen anew. */
  unmarked(marker: Marker): void {
    const hub = hubId(marker.hub);
    this.#hubs.get(hub)?.unmark(marker);
    const since = this.#chosen.get(hub)?.since ?? null;
    if (since !== marker.id && since !== marker.name) return;
    this.compare(hub, { baseline: null, since: null }).catch((error: unknown) => {
      this.#options.failed('what is compared could not be chosen anew', error);
    });
  }

  forget(hub: HubId): void {
    this.#hubs.delete(hub);
    this.#suggested.delete(hub);
  }

  /**
   * What is known of the change of a hub (component null) or of a component.
   * @param comparisons as many answers are held to the chance of error together
   */
  async view(hub: HubId, component: ComponentKey | null, comparisons = 1): Promise<ImpactView> {
    const found = this.#hub(hub);
    await found.settled();
    return component === null
      ? found.view(comparisons)
      : (await found.component(component, comparisons)).view;
  }

  /** What one signal's verdict stands on. @throws HubscopeError `unknown_signal` where the signal is not compared */
  async detail(hub: HubId, component: ComponentKey | null, signal: string): Promise<ImpactDetail> {
    const found = this.#hub(hub);
    await found.settled();
    const live = component === null ? found.live : (await found.component(component)).live;
    const impact = live?.impact() ?? null;
    const choice = found.choice;
    const { table } = this.#options;
    const wanted = table.column(signal);
    const one = impact?.signals.find((each) => {
      const column = table.column(each.signal);
      return column?.signal.index === wanted?.signal.index && column?.statistic === wanted?.statistic;
    });
    if (impact === null || choice === null || one === undefined) {
      throw new HubscopeError('unknown_signal', `${JSON.stringify(signal)} is not compared.`);
    }
    return {
      hub,
      component,
      baseline: choice.baseline.name,
      since: choice.since * 1000,
      signal: signalView(table, one, 0.01),
      batches_before: one.batchesBefore,
      batches_after: one.batchesAfter,
      batch_seconds: one.batchSeconds,
      correlation_seconds: one.correlationSeconds,
      history: [...(live?.looks(one.signal) ?? [])],
      assumptions: assumptionsOf(one, choice.baseline, impact.setAside),
    };
  }

  /** What is compared now. */
  async comparison(hub: HubId): Promise<ComparisonView> {
    const found = this.#hub(hub);
    await found.settled();
    const { choice } = found;
    return {
      hub,
      chosen: found.isChosen,
      baseline: choice?.baseline.name ?? null,
      baseline_id: choice?.baseline.id ?? null,
      since: choice === null ? null : choice.since * 1000,
    };
  }

  /**
   * Chooses what is compared, until it is chosen anew; a wish of nulls goes back to the newest marker.
   * @throws HubscopeError `unknown_baseline`, `unknown_marker`
   */
  async compare(hub: HubId, wanted: NewComparison): Promise<ComparisonView> {
    const choice = await this.#choiceOf(hub, wanted);
    const { records } = this.#options.past;
    await records.commit([choice === null ? chosen.remove(hub) : chosen.put(hub, wanted)]);
    if (choice === null) this.#chosen.delete(hub);
    else this.#chosen.set(hub, wanted);
    this.#hub(hub).choose(choice);
    return this.comparison(hub);
  }

  /** Where the level of a hub's signals changed in the last day. @throws HubscopeError `unknown_signal` */
  async changes(hub: HubId, wanted: ChangesWanted): Promise<ChangesAnswer> {
    return this.#changes.look(hub, wanted);
  }

  /** The same as it was last looked for by itself, once an hour; looked for now where it was not yet. */
  async suggested(hub: HubId): Promise<ChangesAnswer> {
    const known = this.#suggested.get(hub);
    if (known !== undefined) return known;
    const found = await this.#changes.look(hub, everyChange);
    if (this.#hubs.has(hub)) this.#suggested.set(hub, found);
    return found;
  }

  /** Keeps what is known now under a permanent id. */
  async share(hub: HubId, component: ComponentKey | null): Promise<SharedImpact> {
    const impact = await this.view(hub, component);
    const kept: SharedImpact = { id: randomUUID(), at: this.#options.clock.now(), impact };
    const oldest = [...this.#shared.values()].sort((a, b) => a.at - b.at);
    const leaving = oldest.slice(0, Math.max(0, oldest.length + 1 - maxShared));
    await this.#options.past.records.commit([
      shared.put(kept.id, kept),
      ...leaving.map(({ id }) => shared.remove(id)),
    ]);
    for (const { id } of leaving) this.#shared.delete(id);
    this.#shared.set(kept.id, kept);
    return kept;
  }

  /** A verdict that was kept; null where none has this id. */
  shared(id: string): SharedImpact | null {
    return this.#shared.get(id) ?? null;
  }

  /** Of one hub, or of all (null), newest first. */
  baselines(hub: HubId | null): Baseline[] {
    return this.#baselines.list(hub);
  }

  /** By id, or by name, of which the newest is meant. @throws HubscopeError `unknown_baseline` */
  baseline(idOrName: string, hub: HubId | null): Baseline {
    const found = this.#baselines.find(idOrName, hub);
    if (found === null) {
      throw new HubscopeError('unknown_baseline', `No baseline is ${JSON.stringify(idOrName)}.`);
    }
    return found;
  }

  /** Keeps a stretch of history. @throws HubscopeError `bad_range`, `too_many_baselines` */
  async capture({ hub, name, from, to }: NewBaseline): Promise<Baseline> {
    const known = this.#hubs.get(hubId(hub));
    const stretch = { from: secondAfter(from), to: secondAfter(to) };
    const made = await this.#baselines.capture({
      hub: hubId(hub),
      name,
      ...stretch,
      origin: 'person',
      markerId: null,
      balance: known?.balanceOver(stretch.from, stretch.to) ?? [],
    });
    known?.renew();
    return made;
  }

  exportBaseline(of: Baseline): Promise<BaselineFile> {
    return this.#baselines.export(of);
  }

  /** Keeps a baseline that was exported. @throws HubscopeError `malformed_body`, `too_many_baselines` */
  async importBaseline(file: BaselineFile): Promise<Baseline> {
    const made = await this.#baselines.import(file);
    this.#hubs.get(hubId(made.hub))?.renew();
    return made;
  }

  async removeBaseline(of: Baseline): Promise<void> {
    await this.#baselines.remove(of);
    const hub = hubId(of.hub);
    const wanted = this.#chosen.get(hub);
    if (wanted !== undefined && (await this.#choiceOf(hub, wanted).catch(() => null)) === null) {
      await this.compare(hub, { baseline: null, since: null });
    } else this.#hubs.get(hub)?.renew();
  }

  /** Compares any two stretches. @throws HubscopeError `bad_range`, `unknown_baseline` */
  compareStretches(hub: HubId, component: ComponentKey | null, sides: Sides): Promise<ImpactView> {
    return compareStretches(this.#options, this.#baselines, hub, component, sides);
  }

  /** Compares two ways of running a hub at once. @throws HubscopeError `bad_range` */
  compareVariants(hub: HubId, wanted: VariantsWanted): Promise<VariantsAnswer> {
    return compareVariants(this.#options, hub, wanted);
  }

  async #choiceOf(hub: HubId, { baseline, since }: NewComparison): Promise<Choice | null> {
    if (baseline === null && since === null) return null;
    const markers = await this.#options.past.markers(hub);
    const marker =
      typeof since === 'string'
        ? (markers.find(({ id, name }) => id === since || name === since) ?? null)
        : null;
    if (typeof since === 'string' && marker === null) {
      throw new HubscopeError('unknown_marker', `No marker is ${JSON.stringify(since)}.`);
    }
    const moment = typeof since === 'number' ? since : (marker?.at ?? null);
    const found =
      baseline === null
        ? this.#baselines.list(hub).find(({ to }) => moment === null || to <= moment + 1000)
        : this.baseline(baseline, hub);
    if (found === undefined)
      throw new HubscopeError('unknown_baseline', 'No baseline lies before that moment.');
    const after = markers.findLast(({ at }) => at >= found.to - 1000) ?? null;
    const begin = moment ?? after?.at ?? found.to;
    return {
      baseline: found,
      since: secondAfter(Math.max(begin, found.to)),
      marker: marker ?? (moment === null ? after : null),
    };
  }

  #suggest(hub: HubId): void {
    const looking = this.#changes.look(hub, everyChange).then((answer) => {
      if (this.#hubs.has(hub)) this.#suggested.set(hub, answer);
    });
    void looking.catch((error: unknown) => {
      this.#options.failed(`the changes of ${hub} could not be looked for`, error);
    });
  }

  #hub(hub: HubId): HubImpact {
    const known = this.#hubs.get(hub);
    if (known !== undefined) return known;
    const made = new HubImpact(hub, this.#options, this.#baselines);
    this.#hubs.set(hub, made);
    const wanted = this.#chosen.get(hub);
    if (wanted !== undefined) {
      const choosing = this.#choiceOf(hub, wanted).then((choice) => {
        made.choose(choice);
      });
      void choosing.catch((error: unknown) => {
        this.#options.failed(`what was chosen to be compared of ${hub} is gone`, error);
      });
    }
    return made;
  }
}
