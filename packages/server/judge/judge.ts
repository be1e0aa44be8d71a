import { rulesOf, type AlertMachine } from '@hubscope/core/judge';
import type { HubId, SignalTable } from '@hubscope/core/signal';
import { secondOf, shift, type Clock, type Millis, type Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Alert, Rule } from '@hubscope/core/wire';
import { HubJudge, type Judged } from './hub-judge.js';

/** How long a resolved alert is listed, s. */
const listSeconds = 3600;

export interface JudgeOptions {
  readonly clock: Clock;
  readonly table: SignalTable;
  readonly rules: readonly Rule[];
}

/** Concludes from closed seconds how hubs are doing: trends, peaks, health, uptime and alerts. */
export class Judge {
  readonly #options: JudgeOptions;
  readonly #hubs = new Map<HubId, HubJudge>();

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  second(closed: ClosedSecond): Judged {
    return this.#hub(closed.hub).second(closed);
  }

  /** Call it each second for a hub that is silent: it closes no seconds of its own. */
  silent(hub: HubId, second: Second): Judged {
    return this.#hub(hub).silent(second);
  }

  /** The rules that watch a hub. */
  rulesFor(hub: HubId): readonly Rule[] {
    return this.#hubs.get(hub)?.rules ?? rulesOf(this.#options.rules, hub);
  }

  /** Alerts that are approaching, pending or firing, and those that resolved in the last hour. */
  alerts(): Alert[] {
    const oldest = shift(secondOf(this.#options.clock.now()), -listSeconds);
    return this.#machines().flatMap((machine) => {
      if (machine.state === 'resolved' && (machine.resolvedAt ?? 0) < oldest) return [];
      return machine.view() ?? [];
    });
  }

  /** Quiets a firing alert; null where none that fires has this id. */
  acknowledge(id: string, by: string | null, note: string | null, at: Millis): Alert | null {
    const machine = this.#machines().find((each) => each.id === id);
    return machine?.acknowledge({ by, note, at }) === true ? machine.view() : null;
  }

  forget(hub: HubId): void {
    this.#hubs.delete(hub);
  }

  #machines(): AlertMachine[] {
    return [...this.#hubs.values()].flatMap((hub) => [...hub.machines()]);
  }

  #hub(hub: HubId): HubJudge {
    let judge = this.#hubs.get(hub);
    if (judge === undefined) {
      judge = new HubJudge(hub, this.#options.table, rulesOf(this.#options.rules, hub));
      this.#hubs.set(hub, judge);
    }
    return judge;
  }
}
