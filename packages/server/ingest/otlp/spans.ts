import {
  component,
  type Component,
  type ComponentKind,
  type DropReason,
  type SpanKind,
  type SpanObservation,
} from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import type { Attributes, ResourceItems, Scalar, Span } from './messages.js';
import { Collector, isTime, type Normalised } from './normalised.js';
import type { Origin, Sources } from './source.js';

/** An operation longer than this is taken for a fault, ms. */
const longestMs = 86_400_000;

const kinds: readonly SpanKind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];

interface Naming {
  readonly kind: ComponentKind;
  readonly attribute: string;
}

const model: Naming = { kind: 'model', attribute: 'gen_ai.request.model' };

/** Which component an operation belongs to: `gen_ai.operation.name` decides, the attribute names it. */
const byOperation: ReadonlyMap<Scalar, Naming> = new Map([
  ['invoke_agent', { kind: 'agent', attribute: 'gen_ai.agent.name' }],
  ['create_agent', { kind: 'agent', attribute: 'gen_ai.agent.name' }],
  ['execute_tool', { kind: 'tool', attribute: 'gen_ai.tool.name' }],
  ['invoke_workflow', { kind: 'workflow', attribute: 'gen_ai.workflow.name' }],
  ['chat', model],
  ['text_completion', model],
  ['generate_content', model],
  ['embeddings', model],
]);

/** Attributes of which any alone tells what a span is, where no operation is named; the first that is there. */
const byAttribute: readonly Naming[] = [
  { kind: 'mcp', attribute: 'mcp.method.name' },
  { kind: 'tool', attribute: 'gen_ai.tool.name' },
  model,
  { kind: 'agent', attribute: 'gen_ai.agent.name' },
];

const tokensIn = ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'] as const;
const tokensOut = ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'] as const;
/** Seconds to the first part of a model's answer. */
const firstChunk = 'gen_ai.response.time_to_first_chunk';

/** Attributes that mark a client span as time between components. */
const communication = ['rpc.system', 'rpc.system.name', 'mcp.method.name', 'messaging.system'] as const;

/** The attributes of spans that anything reads; others are skipped where they stand. */
export const wantedOfSpans: ReadonlySet<string> = new Set([
  'gen_ai.operation.name',
  'gen_ai.workflow.name',
  'error.type',
  firstChunk,
  ...byAttribute.map(({ attribute }) => attribute),
  ...tokensIn,
  ...tokensOut,
  ...communication,
]);

function textOf(value: Scalar | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(attributes: Attributes, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = attributes.get(name);
    if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  }
  return null;
}

function componentOf(span: Span, kind: SpanKind, service: string): Component | null {
  const named = byOperation.get(span.attributes.get('gen_ai.operation.name') ?? null);
  if (named !== undefined)
    return component(named.kind, textOf(span.attributes.get(named.attribute)) ?? span.name);
  for (const naming of byAttribute) {
    const name = textOf(span.attributes.get(naming.attribute));
    if (name !== null) return component(naming.kind, name);
  }
  // Else only what enters the service is an operation of it.
  const enters = span.parentSpanId === '' || kind === 'server' || kind === 'consumer';
  return enters ? component('service', service) : null;
}

/**
 * How many spans a sampled one stands for, from the threshold in `tracestate` (`ot=th:HEX`).
 * Source: OpenTelemetry "TraceState: Probability Sampling".
 */
export function adjustedCount(traceState: string): number {
  if (traceState === '') return 1;
  const threshold = /(?:^|,)\s*ot=(?:[^,]*;)?th:([0-9a-f]{1,14})(?:[;,]|\s|$)/.exec(traceState)?.[1];
  if (threshold === undefined) return 1;
  const rejected = Number.parseInt(threshold.padEnd(14, '0'), 16);
  return 2 ** 56 / (2 ** 56 - rejected);
}

function faultOf(span: Span): DropReason | null {
  const isId = (id: string, length: number): boolean => id.length === length && !/^0*$/.test(id);
  if (!isId(span.traceId, 32) || !isId(span.spanId, 16)) return 'bad_id';
  if (span.parentSpanId !== '' && span.parentSpanId.length !== 16) return 'bad_id';
  if (!isTime(span.start) || !isTime(span.end)) return 'bad_time';
  return span.end < span.start || span.end - span.start > longestMs ? 'bad_duration' : null;
}

function observationOf(span: Span, { source, service }: Origin): SpanObservation {
  const { attributes } = span;
  const kind = kinds[span.kind] ?? 'internal';
  const of = componentOf(span, kind, service);
  // An agent's span may repeat what its model's spans used: only the model's own count.
  const isModel = of?.kind === 'model';
  const chunk = isModel ? numberOf(attributes, firstChunk) : null;
  return {
    type: 'span',
    source,
    traceId: span.traceId,
    spanId: span.spanId,
    parentId: /^0*$/.test(span.parentSpanId) ? null : span.parentSpanId,
    kind,
    start: millis(span.start),
    end: millis(span.end),
    component: of,
    failed: span.status === 2 || attributes.has('error.type'),
    weight: adjustedCount(span.traceState),
    tokensIn: isModel ? numberOf(attributes, ...tokensIn) : null,
    tokensOut: isModel ? numberOf(attributes, ...tokensOut) : null,
    ttftMs: chunk === null ? null : chunk * 1000,
    communicates: kind === 'client' && communication.some((name) => attributes.has(name)),
  };
}

/** Spans as observations. */
export function normaliseSpans(resources: readonly ResourceItems<Span>[], sources: Sources): Normalised {
  const collected = new Collector();
  for (const { resource, items } of resources) {
    const origin = sources.of(resource);
    for (const span of items) {
      const reason = faultOf(span);
      if (reason === null) collected.observations.push(observationOf(span, origin));
      else collected.drop(origin.source.hub, reason);
    }
  }
  return collected;
}
