import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { MailServer } from '../packages/server/notify/testing/mail-server.js';
import { certificate, Receiver, type Got } from '../packages/server/notify/testing/receiver.js';
import { Alertmanager } from './clients/alertmanager.js';
import { Feeder } from './clients/feeder.js';
import { header, part } from './clients/mail.js';

const secrets = { HOOK_SECRET: 'whsec_c2hhcmVkIHNlY3JldCBvZiB0aGUgdGVzdA==', MAIL_PASSWORD: 'pa55word' };
const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
let hook: Receiver;
let mail: MailServer;
let manager: Alertmanager;
let options: Parameters<typeof serve>[0];
let server: Served;
let feeder: Feeder;

/** A certificate as a block of YAML. */
function block(pem: string): string {
  return pem
    .trim()
    .split(/\r?\n/)
    .map((line) => `      ${line}`)
    .join('\n');
}

beforeAll(async () => {
  const own = await certificate();
  hook = await new Receiver(own).open();
  mail = await new MailServer(own).open();
  manager = await Alertmanager.start();
  const file = join(folder, 'hubscope.yaml');
  writeFileSync(
    file,
    `rules:
  - { name: Slow, signal: latency, above: 150, severity: critical, for: 1, keep_firing_for: 1, cooldown: 0 }
channels:
  - type: webhook
    name: hook
    url: https://localhost:${String(hook.port)}/hook
    secret: env:HOOK_SECRET
    allow_internal: true
    ca: |
${block(own.cert)}
  - type: email
    name: mail
    host: localhost
    port: ${String(mail.port)}
    username: hub
    password: env:MAIL_PASSWORD
    from: Hubscope <hub@example.org>
    to: on-call@example.org
    allow_internal: true
    ca: |
${block(own.cert)}
  - { type: alertmanager, name: manager, url: "${manager.url}", allow_internal: true, labels: { team: ai } }
notifications: { public_url: https://hubscope.example }
`,
  );
  options = {
    args: ['serve', '--config', file],
    env: { ...secrets, HUBSCOPE_DATA: join(folder, 'data') },
  };
  server = await serve(options);
  // A machine that is busy with other tests is late now and then: nobody is to be told of that here.
  const late = {
    name: 'Late Ticks',
    signal: 'event_loop_delay.p99',
    above: 250,
    hub: 'hubscope',
    enabled: false,
  };
  await api('/rules/default-late-ticks', 'PUT', late);
  feeder = new Feeder(server, { hub: 'watched' });
}, 300_000);

afterAll(async () => {
  await feeder.stop();
  await server.process.stop();
  await manager.stop();
  await Promise.all([hook.close(), mail.close()]);
  rmSync(folder, { recursive: true, force: true });
});

async function api(path: string, method = 'GET', body?: object): Promise<unknown> {
  const sent = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${server.api}/api/v1${path}`, { method, ...sent });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return answer.json();
}

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly at: number;
  readonly events: readonly { readonly incident: string; readonly value: number | null }[];
}

const bodyOf = ({ body }: Got): Told => JSON.parse(body) as Told;

/** What a receiver checks, as the specification of Standard Webhooks says. */
function verified({ headers, body }: Got): boolean {
  const [id, time] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
  const key = Buffer.from(secrets.HOOK_SECRET.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest();
  const given = Buffer.from(String(headers['webhook-signature']).replace(/^v1,/, ''), 'base64');
  const fresh = Math.abs(Date.now() / 1000 - Number(time)) < 300;
  return fresh && given.length === expected.length && timingSafeEqual(given, expected);
}

/** The hub works so from the next second on: no second holds some of both, which late data could turn either way. */
async function turn(latencyMs: number): Promise<void> {
  await feeder.stop();
  const second = Math.floor(Date.now() / 1000);
  await eventually({ what: 'the next second', withinMs: 5000 }, () =>
    Math.floor(Date.now() / 1000) > second ? true : null,
  );
  feeder = new Feeder(server, { hub: 'watched', latencyMs });
}

/** Waits until every channel was told so many messages. */
function everybody(messages: number): Promise<true> {
  const what = `${String(messages)} messages by each channel`;
  return eventually({ what, withinMs: 30_000 }, async () => {
    const channels = (await api('/channels')) as readonly { state: { waiting: number } }[];
    const done = channels.every(({ state }) => state.waiting === 0);
    return done && hook.got.length >= messages && mail.got.length >= messages ? true : null;
  });
}

interface Delivery {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly status: number | null;
}

describe('people are told', () => {
  it('once that an incident fires and once that it is over, by every channel, each with its own key', async () => {
    await turn(400);
    await everybody(1);
    const fires = await manager.alerts();
    expect(fires).toMatchObject([
      {
        labels: { alertname: 'Slow', hub: 'watched', signal: 'latency', severity: 'critical', team: 'ai' },
      },
    ]);
    await turn(40);
    await everybody(2);
    await eventually({ what: 'Alertmanager knows that it is over', withinMs: 10_000 }, async () =>
      (await manager.alerts()).length === 0 ? true : null,
    );

    expect(hook.got.map(bodyOf).map(({ kind }) => kind)).toEqual(['fired', 'resolved']);
    expect(hook.got.map(verified)).toEqual([true, true]);
    const keys = hook.got.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(hook.got.map(bodyOf).map(({ id }) => id));
    expect(new Set(keys).size).toBe(2);
    const incident = hook.got.map(bodyOf)[0]?.events[0]?.incident ?? '';
    expect(fires[0]?.labels['incident']).toBe(incident);

    const [fired, resolved] = mail.got;
    if (fired === undefined || resolved === undefined) throw new Error('there are not two letters');
    expect(mail.got.map(({ secure, user }) => [secure, user])).toEqual([
      [true, 'hub'],
      [true, 'hub'],
    ]);
    expect(header(fired, 'Subject')).toBe('Critical: Slow on watched');
    expect(header(resolved, 'Subject')).toBe('Resolved: Slow on watched');
    expect(header(resolved, 'In-Reply-To')).toBe(header(fired, 'Message-ID'));
    expect(part(fired, 'text/plain')).toMatch(/\d+ ms, above 150 for \d+ s/);
    expect(part(fired, 'text/html')).toContain(
      `<a href="https://hubscope.example/dashboard?hub=watched&amp;incident=${incident}"`,
    );

    for (const channel of ['hook', 'mail', 'manager']) {
      const log = (await api(`/channels/${channel}/deliveries`)) as readonly Delivery[];
      expect(log.map(({ kind, state }) => [kind, state])).toEqual([
        ['resolved', 'sent'],
        ['fired', 'sent'],
      ]);
    }
    const { timeline } = (await api(`/incidents/${incident}`)) as {
      timeline: readonly { kind: string; text: string | null }[];
    };
    const lines = timeline.filter(({ kind }) => kind === 'notification').map(({ text }) => text);
    expect(lines.toSorted()).toEqual(
      ['hook', 'mail', 'manager'].flatMap((name) => [
        `${name} was told that it fired.`,
        `${name} was told that it resolved.`,
      ]),
    );
  });

  it('under the same key after a crash in the middle of it', async () => {
    const before = hook.got.length;
    // The receiver takes the request and does not answer: what was written is on its way and not known to have arrived.
    const answer = hook.answer;
    hook.answer = () => undefined;
    await turn(400);
    await eventually({ what: 'the webhook is on its way', withinMs: 30_000 }, () =>
      hook.got.length > before ? true : null,
    );
    const ended = server.process.ended;
    server.process.kill('SIGKILL');
    await ended;
    await feeder.stop();
    hook.answer = answer;
    const cut = hook.got.length;
    server = await serve(options);
    await eventually({ what: 'it is told again', withinMs: 30_000 }, () =>
      hook.got.length > cut ? true : null,
    );
    feeder = new Feeder(server, { hub: 'watched' });
    await eventually({ what: 'that it is over', withinMs: 30_000 }, () =>
      hook.got.some((got, place) => place >= cut && bodyOf(got).kind === 'resolved') ? true : null,
    );
    const [first, ...again] = hook.got.slice(before);
    const key = first?.headers['idempotency-key'];
    const later = again.map(({ headers, body }) => [
      headers['idempotency-key'],
      (JSON.parse(body) as Told).kind,
    ]);
    expect(later).toEqual([
      [key, 'fired'],
      [expect.not.stringMatching(String(key)), 'resolved'],
    ]);
    expect(hook.got.slice(before).map(verified)).toEqual([true, true, true]);
  });

  it('what the other side says to a test, in its own words', async () => {
    const teapot = hook.answer;
    hook.answer = (_request, response) => {
      response.writeHead(418).end('I am a teapot');
    };
    const tried = async (channel: string): Promise<unknown> => api(`/channels/${channel}/test`, 'POST');
    expect(await tried('hook')).toMatchObject({ ok: false, status: 418, said: 'I am a teapot' });
    hook.answer = teapot;
    expect(await tried('hook')).toMatchObject({ ok: true, status: 200, said: 'ok' });
    expect(await tried('mail')).toMatchObject({ ok: true, status: 250, said: '250 taken as 1A2B' });
    expect(await tried('manager')).toMatchObject({ ok: true, status: 200 });
    const subjects = mail.got.map((each) => header(each, 'Subject'));
    expect(subjects).toContain('Test of this channel. Info: Test on hubscope');
  });

  it('no secret, by any door', async () => {
    const told = JSON.stringify([await api('/channels'), await api('/channels/hook/deliveries')]);
    const metrics = await (await fetch(`${server.api}/metrics`)).text();
    for (const secret of Object.values(secrets)) {
      expect(told).not.toContain(secret);
      expect(metrics + server.process.said).not.toContain(secret);
    }
    expect(metrics).toMatch(/^hubscope_notifications_dropped_total 0$/m);
  });
});
