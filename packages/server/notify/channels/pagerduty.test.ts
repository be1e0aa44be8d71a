import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NotificationEvent } from '@hubscope/core/wire';
import { Receiver } from '../testing/receiver.js';
import { happening, local } from '../testing/scene.js';
import { message, send } from '../testing/try.js';

let pagerduty: Receiver;

beforeEach(async () => {
  pagerduty = await new Receiver().open();
  pagerduty.answer = (_request, response) => {
    response.writeHead(202).end('{"status":"success","message":"Event processed","dedup_key":"i1"}');
  };
});

afterEach(() => pagerduty.close());

async function told(event: NotificationEvent): Promise<unknown> {
  const url = `http://127.0.0.1:${String(pagerduty.port)}/v2/enqueue`;
  const settings = local({ type: 'pagerduty', routing_key: 'env:KEY', url });
  expect(await send(settings, message(event), { KEY: 'k'.repeat(32) })).toMatchObject({
    ok: true,
    status: 202,
  });
  return pagerduty.bodies().pop();
}

describe('PagerDuty', () => {
  it('is triggered and resolved under the key of the incident', async () => {
    expect(await told(happening())).toMatchObject({
      routing_key: 'k'.repeat(32),
      event_action: 'trigger',
      dedup_key: 'i1',
      payload: {
        summary: 'Critical: High Latency on shop: 182 ms, above 150 for 5 s',
        source: 'shop',
        severity: 'critical',
        timestamp: '2023-11-14T22:13:20.000Z',
      },
    });
    expect(await told(happening({ kind: 'resolved' }))).toMatchObject({
      event_action: 'resolve',
      dedup_key: 'i1',
    });
  });

  it('hears of an acknowledgement, and of a severity that rose', async () => {
    const updated = happening({ kind: 'updated' });
    expect(await told(updated)).toMatchObject({ event_action: 'trigger', dedup_key: 'i1' });
    expect(await told({ ...updated, update: 'acknowledged' })).toMatchObject({ event_action: 'acknowledge' });
    expect(await told({ ...updated, update: 'unacknowledged' })).toMatchObject({ event_action: 'trigger' });
  });
});
