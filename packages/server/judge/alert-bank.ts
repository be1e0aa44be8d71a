import type { AlertEvent, AlertMachine, AlertMemory, BurnMemory } from '@hubscope/core/judge';
import type { RecordChange } from '@hubscope/core/record';
import type { ComponentKey, HubId, Point, SignalTable } from '@hubscope/core/signal';
import { second, type Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Budget, RuleInForce } from '@hubscope/core/wire';
import { BankRule, type Happened, type Room } from './bank-rule.js';
import { Slots } from './slots.js';
import { Source, sourceKey, type References } from './source.js';
import type { Steps } from './steps.js';

export interface BankOptions {
  readonly hub: HubId;
  readonly table: SignalTable;
  readonly references: References;
  readonly room: Room;
  /** Burn windows that were kept, by id. */
  readonly burns: ReadonlyMap<string, BurnMemory>;
}

/** An alert that ended because its rule is gone. */
export interface Ended {
  readonly machine: AlertMachine;
  readonly event: AlertEvent | null;
}

const letGoEvery = 60;

/** All alerts of one hub: its rules, each with the places that it watches, and the values that they look at. */
export class AlertBank {
  readonly #options: BankOptions;
  readonly #slots = new Slots();
  readonly #components: (ComponentKey | null)[] = [null];
  #sources = new Map<string, Source>();
  #rules: BankRule[] = [];
  #last: Second | null = null;

  constructor(options: BankOptions) {
    this.#options = options;
  }

  get hub(): HubId {
    return this.#options.hub;
  }

  /**
   * The rules in force from now on. Alerts of a rule that stays go on, also when it was changed without looking elsewhere.
   * @returns alerts that ended, and those that a rise in severity took an acknowledgement from
   */
  setRules(rules: readonly RuleInForce[]): { readonly ended: Ended[]; readonly escalated: AlertMachine[] } {
    const { hub, table, room, references, burns } = this.#options;
    const before = new Map(this.#rules.map((each) => [each.rule.id, each]));
    const sources = new Map<string, Source>();
    const escalated: AlertMachine[] = [];
    this.#rules = rules.flatMap((rule) => {
      const column = table.column(rule.signal);
      if (column === null || !rule.enabled) return [];
      const key = sourceKey(rule);
      const source =
        sources.get(key) ??
        this.#sources.get(key) ??
        new Source(hub, key, column, rule.against, rule.burn, references, burns);
      sources.set(key, source);
      source.grow(this.#slots.length);
      const made = new BankRule(hub, rule, source, room);
      for (const [component, place] of this.#slots.entries()) if (made.watches(component)) made.add(place);
      const old = before.get(rule.id);
      if (old === undefined || sourceKey(old.rule) !== key || old.rule.condition !== rule.condition)
        return [made];
      for (const [place, machine] of old.machines) {
        if (!made.watches(machine.component)) continue;
        old.machines.delete(place);
        const watch = { id: rule.id, rule, column, hub, component: machine.component };
        if (machine.change(watch)) escalated.push(machine);
        made.adopt(place, machine);
      }
      return [made];
    });
    this.#sources = sources;
    const ended: Ended[] = [];
    for (const { machines } of before.values()) {
      for (const machine of machines.values()) {
        ended.push({ machine, event: machine.end(machine.last ?? second(0)) });
        room.give(1);
      }
    }
    return { ended, escalated };
  }

  /** Goes on with an alert that was kept; null where no rule watches that any more, or there is no room. */
  restore(ruleId: string, component: ComponentKey | null, memory: AlertMemory): AlertMachine | null {
    const rule = this.#rules.find((each) => each.rule.id === ruleId);
    if (!rule?.watches(component)) return null;
    return rule.machine(this.#place(component, second(memory.last ?? 0)), component, memory);
  }

  /** Evaluates a second that closed, or again one that late data changed. */
  *second({ second, point, components, amended }: ClosedSecond): Steps<Happened[]> {
    const happened: Happened[] = [];
    if (amended || (this.#last !== null && second <= this.#last)) {
      this.#amend(second, point, happened);
      for (const each of components) {
        this.#amend(second, each, happened);
        yield;
      }
      return happened;
    }
    // A component that is new makes room in every source before any is read.
    for (const each of components) this.#place(each.component, second);
    for (const source of this.#sources.values()) source.begin(second, this.#slots.length);
    this.#read(second, point);
    for (const each of components) this.#read(second, each);
    yield* this.#evaluate(second, happened);
    return happened;
  }

  /** A second in which the hub is silent: every value is unknown. */
  *silent(second: Second): Steps<Happened[]> {
    const happened: Happened[] = [];
    if (this.#last !== null && second <= this.#last) return happened;
    for (const source of this.#sources.values()) source.begin(second, this.#slots.length);
    yield* this.#evaluate(second, happened);
    return happened;
  }

  /** Every alert that is more than quiet. */
  *machines(): Iterable<AlertMachine> {
    for (const { machines } of this.#rules) yield* machines.values();
  }

  /** Percent of an alert's error budget that is left; null where it has none. */
  budgetLeft(machine: AlertMachine): number | null {
    const rule = this.#rules.find((each) => each.rule.id === machine.watch.id);
    const place = this.#slots.find(machine.component);
    if (rule === undefined || place === null || this.#last === null) return null;
    return rule.source.budgetLeft(place, this.#last);
  }

  /** How the error budgets stand, of the hub itself and of each component that a rule watches. */
  budgets(): Budget[] {
    const now = this.#last;
    if (now === null) return [];
    return this.#rules.flatMap(({ rule, source }) => {
      const { id, name, burn } = rule;
      if (burn === null) return [];
      return [...this.#slots.entries()].flatMap(([component, place]) => {
        const left = source.budgetLeft(place, now);
        return left === null ? [] : [{ rule: id, name, component, objective: burn.objective, left }];
      });
    });
  }

  /** What is kept of burn windows. */
  burnChanges(): RecordChange[] {
    const at = (place: number): ComponentKey | null => this.#components[place] ?? null;
    return [...this.#sources.values()].flatMap((source) => source.changes(at));
  }

  readonly #componentAt = (place: number): ComponentKey | null => this.#components[place] ?? null;

  *#evaluate(second: Second, happened: Happened[]): Steps<void> {
    this.#last = second;
    for (const rule of this.#rules) {
      let from = rule.evaluate(second, this.#componentAt, happened);
      while (from !== null) {
        yield;
        from = rule.evaluate(second, this.#componentAt, happened, from);
      }
    }
    if (second % letGoEvery === 0) this.#letGo(second);
  }

  #read(second: Second, point: Point): void {
    const place = this.#place(point.component, second);
    for (const source of this.#sources.values()) source.set(second, place, point, true);
  }

  #amend(second: Second, point: Point, happened: Happened[]): void {
    const place = this.#slots.find(point.component);
    if (place === null || this.#last === null) return;
    const changed = new Set<Source>();
    const newest = second === this.#last;
    for (const source of this.#sources.values()) {
      if (source.set(second, place, point, newest)) changed.add(source);
    }
    if (changed.size === 0) return;
    for (const rule of this.#rules) {
      if (!changed.has(rule.source) || !rule.has(place)) continue;
      rule.amend(second, this.#last, place, point.component, happened);
    }
  }

  #place(component: ComponentKey | null, now: Second): number {
    const { place, fresh } = this.#slots.take(component, now);
    if (!fresh) return place;
    this.#components[place] = component;
    for (const source of this.#sources.values()) source.grow(this.#slots.length);
    for (const rule of this.#rules) if (rule.watches(component)) rule.add(place);
    return place;
  }

  #letGo(now: Second): void {
    const firing = (place: number): boolean =>
      this.#rules.some(({ machines }) => machines.get(place)?.state === 'firing');
    for (const place of this.#slots.letGo(now, firing)) {
      for (const rule of this.#rules) rule.remove(place);
      for (const source of this.#sources.values()) source.clear(place);
    }
  }
}
