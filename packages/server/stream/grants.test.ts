import type { Grant } from '@hubscope/core/access';
import { HubscopeError, liveProtocol } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { House } from './testing/house.js';
import { alertOf, secondEvent, start, statusOf } from './testing/scene.js';

let house: House;
let grant: Grant & { expiresAt: number | null };
let shown: (string | undefined)[];

beforeEach(async () => {
  grant = { who: 'Ada', scopes: ['read'], hubs: null, expiresAt: null, ended: false };
  shown = [];
  house = await new House({
    gate: {
      grantOf: ({ cookie }) => {
        shown.push(cookie);
        if (cookie === undefined) throw new HubscopeError('unauthorized');
        return grant;
      },
    },
  }).open();
});
afterEach(() => house.close());

const closedWith = (client: ReturnType<House['dial']>): Promise<number> =>
  new Promise((resolve) => client.ws.once('close', resolve));

describe('a viewer', () => {
  it('that shows nothing is refused before it is one', async () => {
    const client = house.dial();
    const status = await new Promise((resolve) =>
      client.ws.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode);
      }),
    );
    expect([status, house.stream.viewers(), house.stream.stats().refused]).toEqual([401, 0, 1]);
  });

  it('that connects too often is refused before what it shows is looked at', async () => {
    await house.close();
    const limits = {
      knock: () => {
        throw new HubscopeError('too_many_requests', undefined, 7);
      },
      ask: () => undefined,
    };
    house = await new House({ limits }).open();
    const client = house.dial('/ws', liveProtocol, undefined, { cookie: 'session' });
    const answer = await new Promise((resolve) =>
      client.ws.once('unexpected-response', (_request, { statusCode, headers }) => {
        resolve([statusCode, headers['retry-after']]);
      }),
    );
    expect([answer, shown, house.stream.stats().refused]).toEqual([[429, '7'], [], 1]);
  });

  it.each([
    ['is taken back', () => (grant.ended = true)],
    ['is over', () => (grant.expiresAt = start)],
  ])('is shown out when its right %s', async (_, end) => {
    const client = house.dial('/ws', liveProtocol, undefined, { cookie: 'session' });
    await client.opened();
    const closed = closedWith(client);
    house.time.pass(1000);
    expect(house.stream.viewers()).toBe(1);
    end();
    house.time.pass(250);
    expect(await closed).toBe(4401);
    expect(shown).toEqual(['session']);
  });

  it('that may only look acknowledges nothing; one that may does it by its name', async () => {
    const client = house.dial('/ws', liveProtocol, undefined, { cookie: 'session' });
    await client.opened();
    client.send({ action: 'acknowledge_alert', data: { alert_id: 'known' } });
    await client.until((received) => JSON.stringify(received).includes('forbidden'));
    expect([house.acknowledged, house.noted]).toEqual([[], []]);
    grant = { ...grant, scopes: ['operate'] };
    const other = house.dial('/ws', liveProtocol, undefined, { cookie: 'session' });
    await other.opened();
    other.send({ action: 'acknowledge_alert', data: { alert_id: 'known', by: 'Eve' } });
    await other.until((received) => JSON.stringify(received).includes('"ok"'));
    expect(house.acknowledged).toEqual(['known by Ada']);
  });

  it.each(['/ws', '/ws?hub=shop'])(
    'that acknowledges at %s is written down, once it is done',
    async (path) => {
      grant = { ...grant, scopes: ['operate'] };
      const client = house.dial(path, path === '/ws' ? liveProtocol : undefined, undefined, {
        cookie: 'session',
      });
      await client.opened();
      client.send({ action: 'acknowledge_alert', data: { alert_id: 'gone' } });
      client.send({ action: 'acknowledge_alert', data: { alert_id: 'known' } });
      await client.until((received) => JSON.stringify(received).includes('"ok"'));
      expect(house.noted).toEqual([
        { who: 'Ada', address: '127.0.0.1', what: 'WebSocket acknowledge_alert', subject: 'known' },
      ]);
    },
  );
});

describe('a viewer of some hubs', () => {
  const refused = (status: number) => async (client: ReturnType<House['dial']>) => {
    const found = await new Promise((resolve) =>
      client.ws.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode);
      }),
    );
    expect(found).toBe(status);
  };
  const dial = (path = '/ws', protocol: string | undefined = liveProtocol) =>
    house.dial(path, protocol, undefined, { cookie: 'session' });
  const text = (client: ReturnType<House['dial']>): string => JSON.stringify(client.received);

  beforeEach(() => {
    grant = { ...grant, hubs: ['shop*'], scopes: ['operate'] };
    // The busiest is none of its own.
    house.stream.publish(secondEvent('bank', start - 1, { throughput: 9 }));
    house.stream.publish({
      type: 'status',
      status: { ...statusOf('bank', 'live'), operations_per_minute: 9e9 },
    });
  });

  it('is refused at the door where it names another', async () => {
    await refused(403)(dial('/ws?hub=bank'));
    const plain = house.dial('/ws?hub=bank', undefined, undefined, { cookie: 'session' });
    await refused(403)(plain);
  });

  it('is shown none but its own, when they come and when they are listed', async () => {
    const client = dial();
    await client.opened();
    await client.count(2);
    house.time.pass(100);
    await client.count(3);
    house.stream.publish(secondEvent('bank', start, { throughput: 9 }));
    house.stream.publish(secondEvent('shop-eu', start, { throughput: 7 }));
    house.stream.publish({ type: 'status', status: statusOf('shop-eu', 'live', start) });
    house.stream.publish({ type: 'alert', alert: alertOf('bank', 'a', 'firing', start) });
    await client.until(() => text(client).includes('"hub":"shop-eu"'));
    await client.settled();
    expect(text(client)).not.toContain('bank');
  });

  it('gets no other by asking for it, or for what it missed of it', async () => {
    const client = dial('/ws?hub=shop-eu');
    await client.opened();
    client.send({ action: 'subscribe', hub: 'bank' });
    client.send({ action: 'resume', epoch: 'x', hub: 'bank', seq: 0 });
    const faults = () => client.received.filter((each) => JSON.stringify(each).includes('"forbidden"'));
    await client.until(() => faults().length === 2);
    client.send({ action: 'subscribe', hub: 'shop-eu' });
    await client.until(() => text(client).includes('"snapshot"'));
    // The refusal names the hub that was asked for; nothing else does.
    expect(client.received.filter((each) => JSON.stringify(each).includes('bank'))).toEqual(faults());
  });

  it('acknowledges no alert of another', async () => {
    grant = { ...grant, hubs: ['bank'] };
    const client = dial();
    await client.opened();
    client.send({ action: 'acknowledge_alert', data: { alert_id: 'known' } });
    await client.until((received) => JSON.stringify(received).includes('"forbidden"'));
    expect(house.acknowledged).toEqual([]);
  });
});
