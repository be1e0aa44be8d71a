import type { Column, ComponentKey, HubId } from '../signal/index.js';
import { second, type Second } from '../time/index.js';
import type { Alert, Rule } from '../wire/index.js';
import { copyMemory, freshMemory, type Acknowledgement, type AlertMemory } from './alert-memory.js';
import { reconcile } from './amend.js';
import { stepAlert, type AlertEvent } from './alert-step.js';
import { viewOf } from './alert-view.js';
import { digest } from './digest.js';
import { graver } from './grave.js';

export type AlertState = Alert['state'];

/** Checkpoints stand so many seconds apart, and two of them reach back past the oldest second that late data can amend. */
const checkpointEvery = 64;
const checkpointsKept = 4;
/** Further back nothing is played again, s: values are kept no longer. */
const farthest = 250;

/** What a rule looks at, for one hub or component. */
export interface Watch {
  /** The rule's id. */
  readonly id: string;
  readonly rule: Rule;
  readonly column: Column;
  readonly hub: HubId;
  readonly component: ComponentKey | null;
}

/** The state of one rule for one hub or component, and the way back that late data needs. */
export class AlertMachine {
  #watch: Watch;
  #memory: AlertMemory;
  /** Copies of the memory, oldest first; values after them can be played again. */
  #checkpoints: AlertMemory[];

  /** @param memory what was kept of it, where it goes on where it stopped */
  constructor(watch: Watch, memory: AlertMemory = freshMemory()) {
    this.#watch = watch;
    this.#memory = memory;
    this.#checkpoints = [copyMemory(memory)];
  }

  get watch(): Watch {
    return this.#watch;
  }

  get rule(): Rule {
    return this.#watch.rule;
  }

  get column(): Column {
    return this.#watch.column;
  }

  get hub(): HubId {
    return this.#watch.hub;
  }

  get component(): ComponentKey | null {
    return this.#watch.component;
  }

  get state(): AlertState {
    return this.#memory.state;
  }

  /** What it knows, to be kept; later seconds change it. */
  get memory(): Readonly<AlertMemory> {
    return this.#memory;
  }

  /** The second of the last step. */
  get last(): Second | null {
    return this.#memory.last === null ? null : second(this.#memory.last);
  }

  /** When the last incident resolved; null while none has. */
  get resolvedAt(): Second | null {
    return this.#memory.resolvedAt === null ? null : second(this.#memory.resolvedAt);
  }

  /** The id of the incident that it shows, null where it shows none. */
  get id(): string | null {
    return this.#memory.episode?.id ?? null;
  }

  /** Evaluates one second. Seconds that are not newer than the last are left out: see {@link amend}. */
  step(which: Second, value: number | null): readonly AlertEvent[] {
    const events = stepAlert(this.#memory, this.rule, which, value, this.#name);
    if (events.length > 0 || which % checkpointEvery === 0) this.#checkpoint(which);
    return events;
  }

  /**
   * Late data changed a second: plays again what came after it, and answers what is to be concluded otherwise. What people were told
   * of stays told: an incident that no longer follows from the values resolves.
   * @param read the value of a second, as it is known now
   */
  amend(which: Second, read: (second: Second) => number | null): readonly AlertEvent[] {
    const { last } = this.#memory;
    const from = this.#checkpoints.findLast((each) => each.last === null || each.last < which);
    if (last === null || which > last || from === undefined) return [];
    if (last - (from.last ?? which) > farthest) return [];
    const replayed = copyMemory(from);
    const events: AlertEvent[] = [];
    for (let at = second(from.last === null ? which : from.last + 1); at <= last; at = second(at + 1)) {
      events.push(...stepAlert(replayed, this.rule, at, read(at), this.#name));
    }
    const { memory, events: told } = reconcile(this.#memory, replayed, events, this.rule);
    this.#memory = memory;
    this.#checkpoints = [
      ...this.#checkpoints.slice(0, this.#checkpoints.indexOf(from) + 1),
      copyMemory(memory),
    ];
    return told;
  }

  /** Quiets the incident; false where none fires. The first to do so stays named. */
  acknowledge(acknowledgement: Acknowledgement): boolean {
    const { state, episode } = this.#memory;
    if (state !== 'firing' || episode === null) return false;
    episode.acknowledged ??= acknowledgement;
    return true;
  }

  /** Takes an acknowledgement back; false where there is none. */
  unacknowledge(): boolean {
    const { episode } = this.#memory;
    if (episode?.acknowledged === null || episode?.acknowledged === undefined) return false;
    episode.acknowledged = null;
    return true;
  }

  /** Goes on under a rule that was changed; a rise in severity breaks an acknowledgement. Answers whether it rose. */
  change(watch: Watch): boolean {
    this.#watch = watch;
    const { episode } = this.#memory;
    const { severity } = watch.rule;
    // What late data plays again from here on was of the new severity all the time: that is no rise.
    for (const checkpoint of this.#checkpoints)
      if (checkpoint.episode !== null) checkpoint.episode.severity = severity;
    if (episode === null || severity === episode.severity) return false;
    const rose = graver(severity, episode.severity);
    episode.severity = severity;
    if (rose) episode.acknowledged = null;
    return rose && this.state === 'firing';
  }

  /** Ends it, since its rule is gone. Answers the event where it fired. */
  end(which: Second): AlertEvent | null {
    const fired = this.#memory.state === 'firing';
    this.#memory.state = fired ? 'resolved' : 'inactive';
    if (!fired) return null;
    this.#memory.resolvedAt = which;
    return { kind: 'resolved', second: which, value: this.#memory.value, amended: false };
  }

  /** The alert as clients see it; null while there is nothing to show. */
  view(): Alert | null {
    return viewOf(this.#watch, this.#memory);
  }

  readonly #name = (began: Second): string => {
    const { id, hub, component } = this.#watch;
    return `${digest(JSON.stringify([id, hub, component]))}-${String(began)}`;
  };

  #checkpoint(which: Second): void {
    const newest = this.#checkpoints.at(-1);
    // Events come closer together than checkpoints have to: the last one before a boundary is enough.
    if (newest?.last === null || newest === undefined || which - newest.last >= checkpointEvery) {
      this.#checkpoints.push(copyMemory(this.#memory));
      if (this.#checkpoints.length > checkpointsKept) this.#checkpoints.shift();
    }
  }
}
