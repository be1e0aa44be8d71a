import { liveFrame, type LiveFrame } from '@hubscope/core/wire';
import { hubId } from '@hubscope/core/signal';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { House, type Client } from './testing/house.js';
import { secondEvent, start, statusOf } from './testing/scene.js';

let house: House;
beforeEach(async () => {
  house = await new House().open();
  house.stream.remember([statusOf('shop', 'silent', start - 500)]);
});
afterEach(() => house.close());

function of<T extends LiveFrame['type']>(client: Client, type: T): Extract<LiveFrame, { type: T }>[] {
  return client.received
    .map((frame) => liveFrame.parse(frame))
    .filter((frame): frame is Extract<LiveFrame, { type: T }> => frame.type === type);
}

async function watching(hub: string | null): Promise<Client> {
  const client = await house.live(hub === null ? '/ws' : `/ws?hub=${hub}`);
  client.send({ action: 'subscribe', hub });
  await client.until(() => of(client, 'snapshot').length > 0);
  return client;
}

it('shows a hub of before the start to who asks for it, silent since its last second, and then live', async () => {
  const client = await watching('shop');
  expect(of(client, 'hubs')[0]?.hubs).toMatchObject([{ name: 'shop', state: 'silent' }]);
  expect(of(client, 'snapshot')[0]).toMatchObject({
    hub: 'shop',
    status: { state: 'silent', last_second: start - 500 },
  });
  house.stream.publish(secondEvent('shop', start, { throughput: 3 }));
  await client.until(() => of(client, 'tick').length > 0);
  expect(of(client, 'tick')[0]?.status).toMatchObject({ state: 'live' });
  // What history knows is of no use any more.
  house.stream.remember([statusOf('shop', 'silent', start - 500)]);
  expect(of(await watching('shop'), 'snapshot')[0]?.status).toMatchObject({ state: 'live' });
});

it('shows it to nobody who asks for no hub: they wait for one that speaks', async () => {
  const client = await watching(null);
  expect(of(client, 'snapshot')[0]?.hub).toBeNull();
  house.stream.publish(secondEvent('shop', start, { throughput: 3 }));
  await client.until(() => of(client, 'snapshot').length > 1);
  expect(of(client, 'snapshot')[1]).toMatchObject({ hub: 'shop', status: { state: 'live' } });
});

it('shows it no longer once it is forgotten', async () => {
  const client = await watching('shop');
  house.stream.forget(hubId('shop'));
  await client.until(() => of(client, 'snapshot').length > 1);
  expect(of(client, 'snapshot')[1]).toMatchObject({ hub: 'shop', status: { state: 'waiting' } });
  await client.until(() => of(client, 'hubs').at(-1)?.hubs.length === 0);
});
