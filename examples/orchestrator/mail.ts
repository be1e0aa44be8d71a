import type { MessagePort, Transferable } from 'node:worker_threads';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { wallClock } from './clock.js';

// The stock SDK starts a span at a whole millisecond unless it is told when; a message between threads takes less than one.
const tracer = trace.getTracer('research-hub');

/** A message as it crosses threads: W3C trace context beside the body. */
interface Envelope<Body> {
  readonly headers: Record<string, string>;
  readonly body: Body;
}

/** What can be posted to: a thread's port, or a worker. */
export type Post = Pick<MessagePort, 'postMessage'>;

function attributes(destination: string, operation: 'send' | 'process'): Record<string, string> {
  return {
    'messaging.system': 'worker_threads',
    'messaging.destination.name': destination,
    'messaging.operation.type': operation,
  };
}

/** Sends a body to another agent, as a PRODUCER span of the given context. */
export function send(
  port: Post,
  destination: string,
  body: object,
  parent: Context,
  transfer: readonly Transferable[] = [],
): void {
  const span = tracer.startSpan(
    `send ${destination}`,
    { kind: SpanKind.PRODUCER, attributes: attributes(destination, 'send'), startTime: wallClock() },
    parent,
  );
  const headers: Record<string, string> = {};
  propagation.inject(trace.setSpan(parent, span), headers);
  const envelope: Envelope<object> = { headers, body };
  port.postMessage(envelope, [...transfer]);
  span.end(wallClock());
}

/** Handles messages of one kind, each within a CONSUMER span that continues its sender's trace. */
export function receiver<Body>(
  destination: string,
  handle: (body: Body, within: Context) => Promise<void> | void,
): (envelope: Envelope<Body>) => Promise<void> {
  return async ({ headers, body }) => {
    const sender = propagation.extract(ROOT_CONTEXT, headers);
    const span = tracer.startSpan(
      `process ${destination}`,
      { kind: SpanKind.CONSUMER, attributes: attributes(destination, 'process'), startTime: wallClock() },
      sender,
    );
    try {
      await handle(body, trace.setSpan(sender, span));
    } finally {
      span.end(wallClock());
    }
  };
}

/** What an error is called in telemetry: its code where it has one (`ENOENT`), else its name. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Runs work within a span of its own; an error is noted on it and passed on. */
export async function within<Result>(
  name: string,
  attributesOf: Record<string, string | number>,
  parent: Context,
  work: (span: Span, inside: Context) => Promise<Result> | Result,
  kind: SpanKind = SpanKind.INTERNAL,
): Promise<Result> {
  const span = tracer.startSpan(name, { kind, attributes: attributesOf, startTime: wallClock() }, parent);
  const inside = trace.setSpan(parent, span);
  try {
    return await context.with(inside, () => work(span, inside));
  } catch (error) {
    span.setAttribute('error.type', errorType(error));
    span.setStatus({
      code: SpanStatusCode.ERROR,
      message: error instanceof Error ? error.message : String(error),
    });
    throw error;
  } finally {
    span.end(wallClock());
  }
}

/** The attributes of an agent's work. */
export const agent = (name: string): Record<string, string> => ({
  'gen_ai.operation.name': 'invoke_agent',
  'gen_ai.agent.name': name,
});

/** The attributes of a tool's work. */
export const tool = (name: string): Record<string, string> => ({
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': name,
});
