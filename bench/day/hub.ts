import {
  builtinMappings,
  component,
  hubId,
  type Component,
  type MetricObservation,
  type MetricValue,
  type Observation,
  type Source,
  type SpanId,
  type SpanObservation,
} from '@hubscope/core/signal';
import { millis, type Millis } from '@hubscope/core/time';
import { Random } from '../simulation/random.js';
import { autoregressive, type Source as Noise } from '../simulation/series.js';

export interface HubPlan {
  readonly name: string;
  readonly components: number;
  /** Operations a second at the mean of the day. */
  readonly operations: number;
  readonly seed: number;
  /** The second in which one operation takes five seconds; null: none does. */
  readonly spikeAt: number | null;
}

const daySeconds = 86_400;
/** How long the operation of the one bad second takes, ms. */
export const spikeMs = 5000;

/**
 * The telemetry of a hub whose load follows the day: root spans with a span of a component for each two tenths of a component, and
 * the metrics of its process. Not a demonstration: it feeds the stages in figures and tests, and the same seed gives the same day.
 */
export class SimulatedHub {
  readonly #plan: HubPlan;
  readonly #random: Random;
  readonly #source: Source;
  readonly #parts: readonly { readonly component: Component; readonly pace: number }[];
  readonly #load: Noise;
  #ids = 0;
  #cpuSeconds = 0;

  constructor(plan: HubPlan) {
    this.#plan = plan;
    this.#random = new Random(plan.seed);
    this.#load = autoregressive(this.#random, 0.1, 0.9);
    this.#source = {
      hub: hubId(plan.name),
      instance: 'worker-1',
      host: 'simulated',
      version: null,
      cpuLimit: 4,
      closedLoad: false,
    };
    const kinds = ['agent', 'tool', 'model', 'workflow'] as const;
    this.#parts = Array.from({ length: plan.components }, (_, at) => ({
      component: component(kinds[at % kinds.length] ?? 'agent', `part-${String(at + 1)}`),
      pace: 5 + 3 * at,
    }));
  }

  /** What its process reports of one second. */
  second(at: number): Observation[] {
    const phase = (2 * Math.PI * (at % daySeconds)) / daySeconds;
    const wanted = this.#plan.operations * (1 - 0.5 * Math.cos(phase)) * this.#load();
    const operations = Math.floor(wanted + this.#random.uniform());
    const observations: Observation[] = [];
    for (let operation = 0; operation < operations; operation += 1) this.#operation(at, observations);
    if (at === this.#plan.spikeAt) observations.push(this.#span(at, null, null, spikeMs));
    this.#cpuSeconds += 0.02 * operations + 0.01 * this.#random.uniform();
    const end = millis(at * 1000 + 990);
    const memory = 180e6 + 400_000 * operations + 4096 * Math.floor(500 * this.#random.uniform());
    observations.push(
      ...this.#metric('process.memory.usage', end, { form: 'gauge', value: memory }),
      ...this.#metric('active_connections', end, { form: 'gauge', value: 10 + operations }),
      ...this.#metric('process.cpu.time', end, {
        form: 'sum',
        temporality: 'cumulative',
        monotonic: true,
        value: this.#cpuSeconds,
      }),
    );
    return observations;
  }

  /** One operation: its root span, and those of the components that had a part in it. */
  #operation(at: number, into: Observation[]): void {
    const share = Math.max(1, Math.round(this.#parts.length / 5));
    let total = 0;
    const trace = this.#traceId();
    const root = this.#spanId();
    const first = Math.floor(this.#random.uniform() * this.#parts.length);
    for (let turn = 0; turn < share; turn += 1) {
      const part = this.#parts[(first + 5 * turn) % this.#parts.length];
      if (part === undefined) continue;
      const ms = part.pace * Math.exp(0.4 * this.#random.normal());
      total += ms;
      into.push(this.#span(at, part.component, root, ms, trace));
    }
    into.push({ ...this.#span(at, null, null, total * 1.1, trace), spanId: root });
  }

  #span(
    at: number,
    part: Component | null,
    parentId: SpanId | null,
    ms: number,
    traceId = this.#traceId(),
  ): SpanObservation {
    // Whole microseconds, as clocks tell them.
    const end = at * 1000 + Math.floor(this.#random.uniform() * 980_000) / 1000;
    return {
      type: 'span',
      source: this.#source,
      traceId,
      spanId: this.#spanId(),
      parentId,
      kind: 'internal',
      start: millis(end - Math.round(ms * 1000) / 1000),
      end: millis(end),
      component: part,
      failed: this.#random.uniform() < 0.002,
      weight: 1,
      tokensIn: part?.kind === 'model' ? Math.floor(200 + 400 * this.#random.uniform()) : null,
      tokensOut: part?.kind === 'model' ? Math.floor(20 + 200 * this.#random.uniform()) : null,
      ttftMs: null,
      communicates: part?.kind === 'tool',
    };
  }

  #metric(name: string, time: Millis, value: MetricValue): MetricObservation[] {
    return builtinMappings
      .filter(({ metric }) => metric === name)
      .map((mapping) => ({
        type: 'metric',
        source: this.#source,
        mapping,
        series: name,
        core: null,
        failed: false,
        start: null,
        time,
        value,
      }));
  }

  #traceId(): string {
    this.#ids += 1;
    return this.#ids.toString(16).padStart(32, '0');
  }

  #spanId(): SpanId {
    this.#ids += 1;
    return { high: 0, low: this.#ids | 0 };
  }
}
