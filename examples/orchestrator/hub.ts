import { metrics, ROOT_CONTEXT, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { CpuBudget } from './budget.js';
import { wallClock } from './clock.js';
import { Counts } from './counts.js';
import type { Crew } from './crew.js';
import { send } from './mail.js';
import type { Answer, Question } from './messages.js';
import type { Demand } from './demand.js';

/** Questions in work at once. */
const mostInWork = 8;
/** How often the backlog and the budget are looked at, ms. */
const beatMs = 10;
/** CPU time that can be saved up while nothing is to do, ms. */
const burstMs = 40;

const tracer = trace.getTracer('research-hub');
const workflow = { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': 'research' };

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The orchestrator: takes questions from a backlog as its CPU budget allows, and sees each through to its answer. */
export class Hub {
  readonly counts = new Counts();
  readonly #crew: Crew;
  readonly #demand: Demand;
  readonly #budget: CpuBudget;
  /** The spans of questions in work, and when each began, ms since the epoch. */
  readonly #inWork = new Map<number, { readonly span: Span; readonly begun: number }>();
  #timer: NodeJS.Timeout | null = null;
  #lastId = 0;

  /** @param cores the CPU budget, in cores */
  constructor(crew: Crew, demand: Demand, cores: number) {
    this.#crew = crew;
    this.#demand = demand;
    this.#budget = new CpuBudget(cores, burstMs, performance.now(), cpuMs());
    crew.desk.on('message', (answer: Answer) => {
      this.#answered(answer);
    });
    const meter = metrics.getMeter('research-hub');
    meter
      .createObservableGauge('queue_depth', { description: 'Questions that wait' })
      .addCallback((result) => {
        result.observe(this.#demand.waiting(wallClock()));
      });
    meter
      .createObservableGauge('active_connections', { description: 'Askers who wait for an answer in work' })
      .addCallback((result) => {
        result.observe(this.#inWork.size);
      });
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#admit();
    }, beatMs);
  }

  /** Takes no more questions and waits for those in work, half a second at most. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    const until = performance.now() + 500;
    while (this.#inWork.size > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, beatMs));
    }
  }

  #admit(): void {
    if (this.#timer === null || !this.#budget.admits(performance.now(), cpuMs())) return;
    while (this.#inWork.size < mostInWork) {
      const text = this.#demand.take(wallClock());
      if (text === null) return;
      this.#ask(text);
    }
  }

  #ask(text: string): void {
    const id = (this.#lastId += 1);
    const begun = wallClock();
    const span = tracer.startSpan(
      'invoke_workflow research',
      { attributes: workflow, startTime: begun },
      ROOT_CONTEXT,
    );
    this.#inWork.set(id, { span, begun });
    const question: Question = { id, text };
    send(this.#crew.desk, 'desk', question, trace.setSpan(ROOT_CONTEXT, span));
  }

  #answered({ id, failure }: Answer): void {
    const inWork = this.#inWork.get(id);
    if (inWork === undefined) return;
    const { span, begun } = inWork;
    this.#inWork.delete(id);
    if (failure !== null) {
      span.setAttribute('error.type', failure);
      span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    }
    // One moment for the span and for the count, so that both lie in the same second.
    const end = wallClock();
    span.end(end);
    const use = { cpuMs: cpuMs(), memoryMb: process.memoryUsage.rss() / 1e6 };
    this.counts.ended(end, failure !== null, end - begun, use);
    this.#admit();
  }
}
