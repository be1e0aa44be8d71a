import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configuredChannel, type ChannelSettings } from '@hubscope/core/wire';
import { Receiver } from './testing/receiver.js';
import { began, happening, KeptRecords, Scene, settled, until } from './testing/scene.js';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await new Receiver().open();
});

afterEach(() => receiver.close());

function hook(more: object = {}): object {
  const url = `http://127.0.0.1:${String(receiver.port)}/`;
  return { type: 'webhook', name: 'hook', url, allow_internal: true, ...more };
}

function answering(status: number): void {
  receiver.answer = (_request, response) => {
    response.writeHead(status).end('answer');
  };
}

function keys(): string[] {
  return receiver.got.map(({ headers }) => String(headers['idempotency-key']));
}

describe('the outbox', () => {
  it('tells one message when an incident fires and one when it resolves, and is empty then', async () => {
    const scene = new Scene({ channels: [hook()] });
    await scene.tell(happening());
    expect(scene.records.count('outbox')).toBe(1);
    await scene.timers.advance(300);
    await until(() => scene.told.length === 1);
    await scene.tell(happening({ kind: 'resolved' }));
    await scene.timers.advance(5000);
    await until(() => scene.told.length === 2);
    expect(keys()).toEqual(['i1/fired', 'i1/resolved']);
    expect(scene.records.count('outbox')).toBe(0);
    expect(scene.records.count('outbox_messages')).toBe(0);
    expect(scene.notifier.deliveries('hook')).toMatchObject([
      { id: 'i1/resolved', kind: 'resolved', state: 'sent', attempts: 1, status: 200 },
      { id: 'i1/fired', kind: 'fired', state: 'sent', attempts: 1, said: 'ok' },
    ]);
  });

  it('tells nothing whose transition is not on disk', async () => {
    const scene = new Scene({ channels: [hook()] });
    const uncommitted = scene.notifier.notifications(happening());
    await scene.tell(happening({ incident: 'i2' }));
    await scene.timers.advance(10_000);
    await until(() => scene.told.length === 1);
    expect(keys()).toEqual(['i2/fired']);
    scene.notifier.committed(uncommitted);
    await scene.timers.advance(10_000);
    await until(() => scene.told.length === 2);
    expect(keys()).toEqual(['i2/fired', 'i1/fired']);
  });

  it('has the message on disk before it leaves', async () => {
    const scene = new Scene({ channels: [hook()] });
    const seen: number[] = [];
    receiver.answer = (_request, response) => {
      seen.push(scene.records.count('outbox_messages'));
      response.end();
    };
    await scene.tell(happening());
    await scene.timers.advance(300);
    await until(() => scene.told.length === 1);
    expect(seen).toEqual([1]);
  });

  it('tries again ever more seldom, with the same key, through a day of errors', async () => {
    answering(500);
    const scene = new Scene({ channels: [hook()] });
    await scene.tell(happening());
    const attempts: number[] = [];
    for (let seconds = 0; seconds < 60; seconds += 1) {
      await scene.timers.advance(1000);
      await until(() => scene.notifier.stats().waiting === 1);
      await settled();
      if (receiver.got.length > attempts.length) attempts.push(seconds);
    }
    // At 0.3 s, then 1, 2, 4, 8, 16 and 32 s later.
    expect(attempts).toEqual([0, 1, 3, 7, 15, 31]);
    expect(scene.notifier.deliveries('hook')).toMatchObject([
      { state: 'retrying', attempts: 6, status: 500 },
    ]);
    expect(scene.notifier.find('hook').state).toMatchObject({ failing: 6, last_error: 'answer', waiting: 1 });
    await scene.timers.advance(86_400_000);
    answering(200);
    await scene.timers.advance(300_000);
    await until(() => scene.told.length === 1);
    expect(new Set(keys())).toEqual(new Set(['i1/fired']));
    expect(scene.notifier.find('hook').state).toMatchObject({ failing: 0, last_error: null, waiting: 0 });
    // Not a line an attempt.
    expect(scene.said.length).toBeLessThan(12);
  });

  it('gives up after the time that is set, counts it and says so', async () => {
    answering(500);
    const scene = new Scene({ channels: [hook()], settings: { give_up_after: '60s' } });
    await scene.tell(happening());
    for (let minutes = 0; minutes < 3; minutes += 1) {
      await scene.timers.advance(60_000);
      await settled();
    }
    await until(() => scene.told.length === 1);
    expect(scene.told).toMatchObject([{ outcome: 'gave_up' }]);
    expect(scene.notifier.stats()).toEqual({ sent: 0, dropped: 1, waiting: 0 });
    expect(scene.said.join('\n')).toContain('a notification was given up');
    expect(scene.records.count('outbox')).toBe(0);
  });

  it('does not send again what was taken, though that could not be written at once', async () => {
    const scene = new Scene({ channels: [hook()] });
    receiver.answer = (_request, response) => {
      scene.records.failures = 3;
      response.end();
    };
    await scene.tell(happening());
    await scene.timers.advance(300);
    await until(() => scene.said.length > 0);
    await scene.timers.advance(10_000);
    await until(() => scene.told.length === 1);
    expect(keys()).toEqual(['i1/fired']);
    expect(scene.records.count('outbox')).toBe(0);
  });

  it('goes on after a restart, under the same keys', async () => {
    answering(500);
    const records = new KeptRecords();
    const first = new Scene({ channels: [hook()], records });
    await first.tell(happening(), happening({ incident: 'i2' }));
    await first.timers.advance(300);
    await until(() => receiver.got.length === 1 && first.notifier.deliveries('hook').length === 1);
    await first.tell(happening({ incident: 'i3' }));
    // No stop: the process is gone.
    answering(200);
    const second = new Scene({ channels: [hook()], records });
    await second.notifier.restore();
    second.notifier.start();
    await second.timers.advance(10_000);
    await until(() => second.told.length === 2);
    const [before, after, last] = keys();
    expect(before).toMatch(/^group-/);
    expect(after).toBe(before);
    expect(last).toBe('i3/fired');
    await first.notifier.stop();
  });

  it('drops what waits for a channel that is gone, and says how much', async () => {
    const records = new KeptRecords();
    const first = new Scene({ channels: [hook()], records });
    await first.tell(happening(), happening({ incident: 'i2' }));
    const second = new Scene({ channels: [], records });
    await second.notifier.restore();
    second.notifier.start();
    expect(second.notifier.stats().dropped).toBe(2);
    expect(second.said.join()).toContain('"events":2');
    expect(records.count('outbox')).toBe(0);
    await first.notifier.stop();
  });

  it('tells 10,000 alerts at once in a few messages, none lost', async () => {
    const scene = new Scene({ channels: [hook()] });
    const events = Array.from({ length: 10_000 }, (_, index) => happening({ incident: `i${String(index)}` }));
    await scene.tell(...events);
    for (let seconds = 0; scene.notifier.stats().waiting > 0; seconds += 1) {
      await scene.timers.advance(1000);
      await settled();
    }
    const told = receiver.bodies<{ events: { incident: string }[] }>().flatMap((body) => body.events);
    expect(new Set(told.map(({ incident }) => incident)).size).toBe(10_000);
    expect(told).toHaveLength(10_000);
    expect(receiver.got).toHaveLength(20);
  });

  it('holds so much and no more, and says what it drops', async () => {
    answering(500);
    const scene = new Scene({ channels: [hook()] });
    const events = Array.from({ length: 20_010 }, (_, index) => happening({ incident: `i${String(index)}` }));
    await scene.tell(...events);
    expect(scene.notifier.stats()).toEqual({ sent: 0, dropped: 10, waiting: 20_000 });
    expect(scene.said.filter((said) => said.includes('dropped'))).toHaveLength(1);
    await scene.notifier.stop();
  });
});

describe('grouping', () => {
  it('puts what a hub tells within the wait into one message, and other hubs into their own', async () => {
    const scene = new Scene({ channels: [hook()], settings: { wait: '2s', interval: '30s' } });
    await scene.tell(happening(), happening({ incident: 'i2', hub: 'bank' }));
    await scene.timers.advance(1000);
    await scene.tell(happening({ incident: 'i3' }));
    await scene.timers.advance(1000);
    await until(() => scene.told.length === 2);
    expect(receiver.bodies<{ hub: string; count: number }>().map(({ hub, count }) => [hub, count])).toEqual(
      expect.arrayContaining([
        ['shop', 2],
        ['bank', 1],
      ]),
    );
    // The next one of the hub waits for the interval.
    await scene.tell(happening({ incident: 'i4' }));
    await scene.timers.advance(20_000);
    await settled();
    expect(receiver.got).toHaveLength(2);
    await scene.timers.advance(10_000);
    await until(() => scene.told.length === 3);
  });

  it('sends no more than a channel may, and groups what waits meanwhile', async () => {
    const rate_limit = { messages: 2, per: '1m' };
    const scene = new Scene({ channels: [hook({ rate_limit })], settings: { wait: 0, interval: 0 } });
    for (let index = 0; index < 10; index += 1) {
      await scene.tell(happening({ incident: `i${String(index)}` }));
      await scene.timers.advance(1000);
      await settled();
    }
    expect(receiver.got).toHaveLength(2);
    await scene.timers.advance(30_000);
    await until(() => scene.told.length === 3);
    expect(receiver.bodies<{ count: number }>().map(({ count }) => count)).toEqual([1, 1, 8]);
  });
});

describe('a channel that is down', () => {
  it('delays no other one', async () => {
    const dead = await new Receiver().open();
    dead.answer = () => undefined;
    const url = `http://127.0.0.1:${String(dead.port)}/`;
    const scene = new Scene({ channels: [hook({ name: 'dead', url }), hook()] });
    await scene.tell(happening());
    await scene.timers.advance(300);
    await until(() => scene.told.length === 1);
    expect(scene.told).toMatchObject([{ channel: 'hook', outcome: 'sent' }]);
    await scene.notifier.stop();
    await dead.close();
  });

  it('holds up the hub whose message it does not take, no other hub', async () => {
    receiver.answer = ({ body }, response) => {
      response.writeHead(body.includes('"hub":"shop"') ? 500 : 200).end();
    };
    const scene = new Scene({ channels: [hook()] });
    await scene.tell(happening(), happening({ incident: 'i2', hub: 'bank' }));
    await scene.timers.advance(300);
    await until(() => scene.told.length === 1);
    expect(scene.told[0]?.events[0]?.hub).toBe('bank');
    await scene.notifier.stop();
  });
});

describe('who is told', () => {
  it.each([
    ['all of it where nothing is said', {}, [], true],
    ['nothing where it is switched off', { enabled: false }, [], false],
    ['only its severities', { severity: 'warning' }, [], false],
    ['only its hubs', { hub: 'bank-*' }, [], false],
    ['its hubs', { hub: 'sh*' }, [], true],
    ['all of it where routes name others', {}, [{ channels: ['other'], hub: '*', severity: ['info'] }], true],
    [
      'what no route that names it lets in',
      {},
      [{ channels: ['hook'], hub: '*', severity: ['info'] }],
      false,
    ],
    [
      'what one of its routes lets in',
      {},
      [
        { channels: ['hook'], hub: 'bank', severity: ['critical'] },
        { channels: ['hook', 'other'], hub: 'shop', severity: ['critical'] },
      ],
      true,
    ],
  ] as const)('a channel gets %s', (_, more, routes, gets) => {
    const scene = new Scene({
      channels: [hook(more)],
      routes: routes.map((route) => ({
        ...route,
        channels: [...route.channels],
        severity: [...route.severity],
      })),
    });
    expect(scene.notifier.notifications(happening())).toHaveLength(gets ? 1 : 0);
  });

  it('hears the end of what it heard of when that was less grave', () => {
    const scene = new Scene({ channels: [hook({ severity: 'warning' })] });
    const end = happening({ kind: 'resolved', severity: 'critical' });
    expect(scene.notifier.notifications(end)).toEqual([]);
    expect(scene.notifier.notifications({ ...end, heard: ['warning'] })).toHaveLength(1);
  });

  it.each([
    ['PagerDuty', true, { type: 'pagerduty', routing_key: 'env:KEY' }],
    ['Slack by a bot', true, { type: 'slack', bot_token: 'env:TOKEN', channel: 'C1' }],
    ['Slack by a webhook', false, { type: 'slack', webhook: 'env:HOOK' }],
    ['e-mail', false, { type: 'email', host: 'smtp.example', from: 'a@b.example', to: ['c@d.example'] }],
    ['a webhook', false, { type: 'webhook', url: 'https://hooks.example' }],
    ['Alertmanager', false, { type: 'alertmanager', url: 'http://am.example' }],
  ])('hears by %s that somebody acknowledged: %s', (_, hears, channel) => {
    const scene = new Scene({ channels: [{ name: 'here', ...channel }] });
    const event = happening({ kind: 'updated' });
    expect(scene.notifier.notifications({ ...event, update: 'acknowledged' })).toHaveLength(hears ? 1 : 0);
    expect(scene.notifier.notifications(event)).toHaveLength(1);
  });

  it('is told after quiet hours what may wait, and at once what may not', async () => {
    // It begins at 22:13:20 UTC.
    const quiet_hours = [{ time_zone: 'UTC', from: '22:00', to: '07:00' }];
    const scene = new Scene({ channels: [hook({ quiet_hours })] });
    await scene.tell(
      happening({ incident: 'slow', severity: 'warning' }),
      happening({ incident: 'bad', severity: 'critical' }),
    );
    await scene.timers.advance(300);
    await until(() => scene.told.length === 1);
    expect(keys()).toEqual(['bad/fired']);
    await scene.timers.advance(Date.UTC(2023, 10, 15, 6, 59) - began);
    await settled();
    expect(keys()).toEqual(['bad/fired']);
    await scene.timers.advance(120_000);
    await until(() => scene.told.length === 2);
    expect(keys()).toEqual(['bad/fired', 'slow/fired']);
  });
});

describe('threads', () => {
  it('are found again for what follows, after a restart too', async () => {
    receiver.answer = (_request, response) => {
      response.end(JSON.stringify({ ok: true, ts: '17.1' }));
    };
    const api_url = `http://127.0.0.1:${String(receiver.port)}`;
    const records = new KeptRecords();
    const slack = {
      type: 'slack',
      name: 'ops',
      bot_token: 'env:T',
      channel: 'C',
      api_url,
      allow_internal: true,
    };
    const options = { channels: [slack], records, env: { T: 'xoxb' } };
    const first = new Scene(options);
    await first.tell(happening());
    await first.timers.advance(300);
    await until(() => first.told.length === 1);
    await first.notifier.stop();
    const second = new Scene(options);
    await second.notifier.restore();
    second.notifier.start();
    await second.tell(happening({ kind: 'resolved' }), happening({ incident: 'other' }));
    await second.timers.advance(10_000);
    await until(() => second.told.length === 2);
    const threads = receiver.bodies<{ thread_ts?: string }>().map(({ thread_ts }) => thread_ts);
    expect(threads).toEqual([undefined, '17.1', undefined]);
  });
});

describe('a configuration that is read again', () => {
  const channels = (...given: object[]): ChannelSettings[] =>
    given.map((each) => configuredChannel.parse(each));

  it('tells what waits by the new settings of its channel', async () => {
    answering(500);
    const scene = new Scene({ channels: [hook(), hook({ name: 'same' })] });
    await scene.tell(happening());
    await scene.timers.advance(300);
    await until(() => receiver.got.length === 2);
    receiver.answer = (_request, response) => response.end();
    const renewed = hook({ url: `http://127.0.0.1:${String(receiver.port)}/new` });
    await scene.notifier.reconfigure(channels(renewed, hook({ name: 'same' })), []);
    await scene.timers.advance(120_000);
    await until(() => scene.told.length === 2);
    expect(
      receiver.got
        .slice(2)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/', '/new']);
    expect(scene.records.count('outbox')).toBe(0);
  });

  it('forgets what waits on a channel that has gone, and tells by the new routes', async () => {
    answering(500);
    const scene = new Scene({ channels: [hook()] });
    await scene.tell(happening());
    expect(scene.records.count('outbox')).toBe(1);
    const route = { hub: 'elsewhere', severity: ['critical' as const], channels: ['other'] };
    await scene.notifier.reconfigure(channels(hook({ name: 'other' })), [route]);
    expect(scene.records.count('outbox')).toBe(0);
    expect(scene.notifier.list().map(({ name }) => name)).toEqual(['other']);
    expect(scene.notifier.notifications(happening({ incident: 'i2' }))).toEqual([]);
  });
});
