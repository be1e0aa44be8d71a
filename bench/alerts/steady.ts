import { randomBytes } from 'node:crypto';
import type { Served } from '../harness/server.js';

/** Operations of agents of one hub that end now. */
export interface Work {
  readonly hub: string;
  readonly agents: readonly string[];
  /** How long each took, ms. */
  readonly tookMs: number;
}

function attribute(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

const nanos = (ms: number): string => `${String(Math.round(ms))}000000`;

/** Sends one root span of each agent, in OTLP's JSON. */
export async function send({ otlp }: Served, { hub, agents, tookMs }: Work): Promise<void> {
  const now = Date.now();
  const spans = agents.map((agent) => ({
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: 'invoke_agent',
    kind: 1,
    startTimeUnixNano: nanos(now - tookMs),
    endTimeUnixNano: nanos(now),
    attributes: [attribute('gen_ai.operation.name', 'invoke_agent'), attribute('gen_ai.agent.name', agent)],
  }));
  const resource = {
    attributes: [attribute('service.name', hub), attribute('service.instance.id', 'bench')],
  };
  const answer = await fetch(`${otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
  });
  if (!answer.ok) throw new Error(`the server answered ${String(answer.status)}: ${await answer.text()}`);
}
