import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NotificationEvent } from '@hubscope/core/wire';
import { Receiver } from '../testing/receiver.js';
import { began, happening, local } from '../testing/scene.js';
import { message, send } from '../testing/try.js';

let manager: Receiver;

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

beforeEach(async () => {
  manager = await new Receiver().open();
});

afterEach(() => manager.close());

async function told(...events: NotificationEvent[]): Promise<Alert[]> {
  const url = `http://127.0.0.1:${String(manager.port)}/prefix/`;
  const settings = local({ type: 'alertmanager', url, labels: { team: 'ai' } });
  expect(await send(settings, message(...events))).toMatchObject({ ok: true });
  expect(manager.got.at(-1)?.path).toBe('/prefix/api/v2/alerts');
  return manager.bodies<Alert[]>().at(-1) ?? [];
}

const fired = happening({ severity: 'warning' });

it('is told an alert that is open, and its end under the same labels', async () => {
  const [open] = await told(fired);
  expect(open?.labels).toEqual({
    team: 'ai',
    alertname: 'High Latency',
    hub: 'shop',
    signal: 'latency',
    severity: 'warning',
    incident: 'i1',
  });
  expect(Date.parse(open?.endsAt ?? '')).toBeGreaterThan(began);
  const [over] = await told(happening({ kind: 'resolved', severity: 'warning' }));
  expect(over?.labels).toEqual(open?.labels);
  expect(Date.parse(over?.endsAt ?? '')).toBe(began);
});

it('is told the end of the lesser alert where the severity rose', async () => {
  const alerts = await told(happening({ kind: 'updated', severity: 'critical' }));
  expect(alerts.map(({ labels, endsAt }) => [labels['severity'], Date.parse(endsAt) > began])).toEqual([
    ['warning', false],
    ['critical', true],
  ]);
});

it('is told of an incident in one message only its last word', async () => {
  const alerts = await told(fired, happening({ kind: 'resolved', severity: 'warning' }));
  expect(alerts).toHaveLength(1);
  expect(Date.parse(alerts[0]?.endsAt ?? '')).toBe(began);
});
