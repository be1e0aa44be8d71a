import { AlertMachine, approachLine, looksAt, type AlertEvent, type AlertMemory } from '@hubscope/core/judge';
import type { ComponentKey, HubId } from '@hubscope/core/signal';
import { shift, type Second } from '@hubscope/core/time';
import type { RuleInForce } from '@hubscope/core/wire';
import type { Source } from './source.js';

/** How far back late data reaches, s. */
const amendable = 120;
/** Events after which an evaluation lets others have their turn. */
const eventsPerStep = 50;

/** An alert to which something happened. */
export interface Happened {
  readonly machine: AlertMachine;
  readonly place: number;
  readonly rule: BankRule;
  readonly events: readonly AlertEvent[];
}

/** Whether one more alert may be kept. */
export interface Room {
  take(): boolean;
  give(count: number): void;
}

/**
 * One rule over all places that it watches. What is quiet has no state at all: one comparison a second. A machine is made when a value
 * leaves the quiet range, and let go when it is back and nothing is to be remembered.
 */
export class BankRule {
  readonly machines = new Map<number, AlertMachine>();
  #places = new Int32Array(8);
  #count = 0;
  /** By place: 0 is not watched, 1 is quiet, 2 has a machine. */
  #active = new Uint8Array(8);
  readonly #limit: number;

  constructor(
    private readonly hub: HubId,
    readonly rule: RuleInForce,
    readonly source: Source,
    private readonly room: Room,
  ) {
    const line = approachLine(rule);
    const near = line ?? rule.threshold;
    this.#limit =
      rule.condition === 'below' ? Math.max(near, rule.threshold) : Math.min(near, rule.threshold);
    if (rule.condition === 'equal') this.#limit = rule.threshold;
  }

  watches(component: ComponentKey | null): boolean {
    return looksAt(this.rule, component);
  }

  has(place: number): boolean {
    return (this.#active[place] ?? 0) > 0;
  }

  /** Watches a place from now on. */
  add(place: number): void {
    if (this.#count === this.#places.length) {
      const places = new Int32Array(this.#count * 2);
      places.set(this.#places);
      this.#places = places;
    }
    this.#places[this.#count] = place;
    this.#count += 1;
    if (place >= this.#active.length) {
      const active = new Uint8Array(Math.max(place + 1, this.#active.length * 2));
      active.set(this.#active);
      this.#active = active;
    }
    this.#active[place] = 1;
    this.source.want(place);
  }

  remove(place: number): void {
    const at = this.#places.subarray(0, this.#count).indexOf(place);
    if (at < 0) return;
    this.#count -= 1;
    this.#places[at] = this.#places[this.#count] ?? 0;
    this.drop(place);
    this.#active[place] = 0;
  }

  /**
   * Evaluates the newest second everywhere; what happened is pushed to `into`.
   * @param from what it answered when it was called before for this second; 0 at first
   * @returns where to go on, where so much happened that others should have their turn first; null when it is done
   */
  evaluate(
    which: Second,
    componentAt: (place: number) => ComponentKey | null,
    into: Happened[],
    from = 0,
  ): number | null {
    const enough = into.length + eventsPerStep;
    const values = this.source.now;
    const active = this.#active;
    const places = this.#places;
    const limit = this.#limit;
    const { condition, no_data } = this.rule;
    const side = condition === 'above' ? 1 : condition === 'below' ? -1 : 0;
    const nullMatters = no_data === 'fire';
    for (let index = from; index < this.#count; index += 1) {
      const place = places[index] ?? 0;
      const value = values[place] ?? NaN;
      // A comparison with NaN is false: what is unknown is quiet unless the rule says otherwise.
      const loud = side === 1 ? value > limit : side === -1 ? value < limit : value === limit;
      if (!loud && active[place] === 1 && !(nullMatters && value !== value)) continue;
      const machine = this.machine(place, componentAt(place));
      if (machine === null) continue;
      const events = machine.step(which, value !== value ? null : value);
      if (machine.state === 'inactive') this.drop(place);
      if (events.length === 0) continue;
      into.push({ machine, place, rule: this, events });
      if (into.length >= enough) return index + 1;
    }
    return null;
  }

  /** Late data changed a second at a place. */
  amend(which: Second, last: Second, place: number, component: ComponentKey | null, into: Happened[]): void {
    const value = this.source.at(place, which);
    const known = this.machines.get(place);
    if (known === undefined && (value === null || !this.#loud(value))) return;
    const machine = known ?? this.machine(place, component);
    if (machine === null) return;
    let from = which;
    if (machine.last === null) {
      // One that was quiet has no past: it is played from where the breach that late data shows began.
      machine.step(last, this.source.at(place, last));
      while (from > which - amendable && this.#loudAt(place, shift(from, -1))) from = shift(from, -1);
    }
    const events = machine.amend(from, (second) => this.source.at(place, second));
    if (events.length > 0) into.push({ machine, place, rule: this, events });
    if (machine.state === 'inactive') this.drop(place);
  }

  /** The machine of a place, made where there is none; null where there is no room for one more. */
  machine(place: number, component: ComponentKey | null, memory?: AlertMemory): AlertMachine | null {
    const known = this.machines.get(place);
    if (known !== undefined) return known;
    if (!this.room.take()) return null;
    const { rule, hub, source } = this;
    const made = new AlertMachine({ id: rule.id, rule, column: source.column, hub, component }, memory);
    this.adopt(place, made);
    return made;
  }

  /** Takes over a machine of the rule that this one replaces. */
  adopt(place: number, machine: AlertMachine): void {
    this.machines.set(place, machine);
    this.#active[place] = 2;
  }

  drop(place: number): void {
    if (!this.machines.delete(place)) return;
    this.#active[place] = 1;
    this.room.give(1);
  }

  #loudAt(place: number, which: Second): boolean {
    const value = this.source.at(place, which);
    return value !== null && this.#loud(value);
  }

  #loud(value: number): boolean {
    const { condition } = this.rule;
    if (condition === 'equal') return value === this.#limit;
    return condition === 'above' ? value > this.#limit : value < this.#limit;
  }
}
