import { hubId, type HubId } from '@hubscope/core/signal';
import { secondOf, shift, type Clock } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { GrowthStage } from './growth/index.js';
import type { HubStates } from './hub-states.js';
import type { ImpactStage } from './impact/index.js';
import type { Judge, Steps } from './judge/index.js';
import type { Latest } from './latest.js';
import type { Store } from './store/store.js';
import type { Stream } from './stream/index.js';
import type { Turns } from './turns.js';

/** The stages that a closed second passes. */
export interface PipelineOptions {
  readonly clock: Clock;
  readonly turns: Turns;
  readonly states: HubStates;
  readonly growth: GrowthStage;
  readonly judge: Judge;
  readonly impact: ImpactStage;
  readonly stream: Stream;
  readonly latest: Latest;
  readonly store: Store;
}

/** What becomes of a second that closed, and of one in which a hub was silent: judged, told, kept; one after the other. */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #silent = new Set<HubId>();

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** A second closed, or late data changed one. */
  closed(second: ClosedSecond): void {
    this.#options.turns.run(this.#closed(second));
  }

  /** Call it each second. A hub that says nothing closes no seconds: the judge and the viewers hear of it from here. */
  tick(): void {
    this.#options.turns.run(this.#watchSilence());
  }

  forget(hub: HubId): void {
    this.#silent.delete(hub);
  }

  *#closed(told: ClosedSecond): Steps<void> {
    const { states, growth, judge, impact, stream, latest, store } = this.#options;
    const status = states.closed(told);
    if (status === null) return;
    const closed = growth.second(told);
    const { judgement, alerts } = yield* judge.second(closed);
    const { score, news } = impact.second(closed);
    stream.publish(
      { type: 'second', closed, status, judgement, score },
      ...(news === null ? [] : [{ type: 'impact', impact: news } as const]),
      { type: 'alerts', hub: closed.hub, alerts },
    );
    latest.closed(closed, judgement);
    store.write([closed.point, ...closed.components]);
  }

  *#watchSilence(): Steps<void> {
    const { clock, judge, states, stream } = this.#options;
    yield* judge.tick();
    const second = shift(secondOf(clock.now()), -1);
    for (const status of states.all()) {
      const hub = hubId(status.name);
      if (status.state === 'silent') {
        this.#silent.add(hub);
        const { judgement, alerts } = yield* judge.silent(hub, second);
        stream.publish({ type: 'status', status, judgement }, { type: 'alerts', hub, alerts });
      } else if (this.#silent.delete(hub)) stream.publish({ type: 'status', status });
    }
  }
}
