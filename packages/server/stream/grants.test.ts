import type { Grant } from '@hubscope/core/access';
import { HubscopeError, liveProtocol } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { House } from './testing/house.js';
import { start } from './testing/scene.js';

let house: House;
let grant: Grant & { expiresAt: number | null };
let shown: (string | undefined)[];

beforeEach(async () => {
  grant = { who: 'Ada', scopes: ['read'], expiresAt: null, ended: false };
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
    expect(house.acknowledged).toEqual([]);
    grant = { ...grant, scopes: ['operate'] };
    const other = house.dial('/ws', liveProtocol, undefined, { cookie: 'session' });
    await other.opened();
    other.send({ action: 'acknowledge_alert', data: { alert_id: 'known' } });
    await other.until((received) => JSON.stringify(received).includes('"ok"'));
    expect(house.acknowledged).toEqual(['known by Ada']);
  });
});
