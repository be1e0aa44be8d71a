import { openGate } from '@hubscope/core/access/testing';
import { createOtlpHttp } from '../http.js';
import type { WatchedIntake } from './intake.js';

/** Attributes as they are written by hand. */
export type Written = Readonly<Record<string, string | number | boolean>>;

function valueOf(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

export const attributesOf = (attributes: Written): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));

let ids = 0;

/** A span of 40 ms in OTLP's JSON; `rest` replaces its fields. */
export function spanOf(name: string, attributes: Written = {}, rest: object = {}): object {
  ids += 1;
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: ids.toString(16).padStart(16, '0'),
    parentSpanId: 'b7ad6b7169203331',
    name,
    kind: 3,
    startTimeUnixNano: '1699999999960000000',
    endTimeUnixNano: '1700000000000000000',
    attributes: attributesOf(attributes),
    ...rest,
  };
}

export function tracesOf(spans: readonly object[], resource: Written = { 'service.name': 'shop' }): object {
  return { resourceSpans: [{ resource: { attributes: attributesOf(resource) }, scopeSpans: [{ spans }] }] };
}

export function metricsOf(
  metrics: readonly object[],
  resource: Written = { 'service.name': 'shop' },
): object {
  return {
    resourceMetrics: [{ resource: { attributes: attributesOf(resource) }, scopeMetrics: [{ metrics }] }],
  };
}

/** Sends a request as JSON through the HTTP door; answers its status and body. */
export async function post(
  { intake }: WatchedIntake,
  path: string,
  body: object | Buffer,
  type = 'application/json',
): Promise<{ status: number; body: string }> {
  const app = createOtlpHttp({
    intake,
    gate: openGate,
    limits: { maxBodyBytes: 16_777_216 },
    origins: () => [],
  });
  const payload = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const answer = await app.inject({ method: 'POST', url: path, headers: { 'content-type': type }, payload });
  await app.close();
  return { status: answer.statusCode, body: answer.body };
}
