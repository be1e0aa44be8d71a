import type { DropReason, HubId } from '@hubscope/core/signal';
import type { Points } from '@hubscope/core/window';
import type { OwnHubs } from '../own-hubs.js';

/** Reasons that are no fault of a request: its points were understood, and are counted already or not needed. */
const harmless: ReadonlySet<DropReason> = new Set(['unmapped', 'duplicate', 'component_limit']);

/** What became of the points of one request. */
export class Tally {
  samples = 0;
  histograms = 0;
  exemplars = 0;
  /** Those among them that were refused for a reason that sending again can't mend. */
  refusedSamples = 0;
  refusedHistograms = 0;
  readonly hubs = new Set<HubId>();
  readonly #drops = new Map<HubId, Map<DropReason, number>>();
  /** The first time that was no timely one, to tell what is wrong with a sender's clock or units. */
  untimely: number | null = null;
  #lastHub: HubId | '' = '';
  /** Whether it is known whose the request is. */
  begun = false;

  /**
   * @param own the hubs whose telemetry the sender may bring
   * @param whose told of the hub of the first series, before that is taken in; throws where it must not be
   */
  constructor(
    readonly own: OwnHubs,
    private readonly whose: (hub: HubId) => void = () => undefined,
  ) {}

  /** Says whose the first series is. */
  begin(hub: HubId): void {
    this.begun = true;
    this.whose(hub);
  }

  /** Whether all of it is of hubs that the sender may not bring. */
  get foreign(): boolean {
    return this.own.refused > 0 && this.hubs.size === 0 && this.#drops.size === 0;
  }

  /** A sample that was taken in, or not. */
  sample(hub: HubId, points: Points, reason: DropReason | null): void {
    this.samples += 1;
    if (reason === null) this.#heard(hub);
    else if (this.#dropped(hub, points, reason)) this.refusedSamples += 1;
  }

  /** A native histogram that was taken in, or not. */
  histogram(hub: HubId, points: Points, reason: DropReason | null): void {
    this.histograms += 1;
    if (reason === null) this.#heard(hub);
    else if (this.#dropped(hub, points, reason)) this.refusedHistograms += 1;
  }

  /** Tells each hub's drops, by reason. */
  forEachDrop(visit: (hub: HubId | null, reason: DropReason, count: number) => void): void {
    for (const [hub, reasons] of this.#drops) {
      for (const [reason, count] of reasons) visit(hub, reason, count);
    }
    // It is no loss of the hub that was named, whose watchers are not to hear of it.
    if (this.own.refused > 0) visit(null, 'forbidden_hub', this.own.refused);
  }

  /** What was refused, in words; empty where nothing was. */
  refusals(): string {
    const counts = new Map<DropReason, number>();
    this.forEachDrop((_, reason, count) => {
      if (!harmless.has(reason)) counts.set(reason, (counts.get(reason) ?? 0) + count);
    });
    return [...counts].map(([reason, count]) => `${reason}: ${String(count)}`).join(', ');
  }

  #heard(hub: HubId): void {
    if (hub === this.#lastHub) return;
    this.#lastHub = hub;
    this.hubs.add(hub);
  }

  /** Whether it was refused through the sender's fault. */
  #dropped(hub: HubId, points: Points, reason: DropReason): boolean {
    if (reason === 'forbidden_hub') {
      this.own.refuse(hub, 1);
      return true;
    }
    const reasons = this.#drops.get(hub) ?? new Map<DropReason, number>();
    if (reasons.size === 0) this.#drops.set(hub, reasons);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (reason === 'too_old' || reason === 'future' || reason === 'bad_time')
      this.untimely ??= points.times[0] ?? null;
    return !harmless.has(reason);
  }
}
