import { defaultRules, liveFrame, type LiveFrame } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from './testing/house.js';
import { House } from './testing/house.js';
import { alertOf, impactOf, markerOf, secondEvent, start, statusOf } from './testing/scene.js';

let house: House;
beforeEach(async () => {
  house = await new House().open();
});
afterEach(() => house.close());

const frames = ({ received }: Client): LiveFrame[] => received.map((frame) => liveFrame.parse(frame));

function of<T extends LiveFrame['type']>(client: Client, type: T): Extract<LiveFrame, { type: T }>[] {
  return frames(client).filter((frame): frame is Extract<LiveFrame, { type: T }> => frame.type === type);
}

const seqs = (client: Client): number[] =>
  frames(client).flatMap((frame) => ('seq' in frame ? [frame.seq] : []));

/** A viewer that has had its first snapshot. */
async function watching(path = '/ws'): Promise<Client> {
  const client = await house.live(path);
  client.send({ action: 'subscribe', hub: new URLSearchParams(path.split('?')[1]).get('hub') });
  await client.until(() => of(client, 'snapshot').length > 0);
  return client;
}

describe('the live form', () => {
  it('says hello, lists the hubs, and shows the hub whole to who asks for nothing', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 7 }, { 'agent:a': { throughput: 7 } }));
    const client = await house.live();
    await client.count(2);
    house.time.pass(100);
    await client.count(3);
    const [hello, hubs, snapshot] = frames(client);
    expect(hello).toMatchObject({ type: 'hello', version: '0.1.0', hub: 'shop', now: start * 1000 });
    expect(hubs).toMatchObject({ type: 'hubs', hubs: [{ name: 'shop' }] });
    expect(snapshot).toMatchObject({
      type: 'snapshot',
      hub: 'shop',
      series: { from: start - 1 },
      rules: 5,
      component_count: 1,
      judgement: { health: { score: 90 } },
    });
    const [shown] = of(client, 'snapshot');
    expect(shown?.thresholds.map(({ column }) => column)).toContain('latency.mean');
    expect(shown?.components[0]).toMatchObject({ key: 'agent:a', kind: 'agent', name: 'a', throughput: [7] });
  });

  it('then tells each second, late data, states, alerts, markers and impact, numbered without a gap', async () => {
    house.stream.publish(secondEvent('shop', start - 2, { throughput: 1 }));
    const client = await watching();
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 2 }));
    house.stream.publish(secondEvent('shop', start - 2, { throughput: 3 }, {}, true));
    house.stream.publish({ type: 'alert', alert: alertOf('shop', 'a', 'firing', start) });
    house.stream.publish({ type: 'marker', marker: markerOf('shop', 'm', start) });
    house.stream.publish({ type: 'impact', impact: impactOf('shop', 0.1, {}) });
    house.stream.publish({ type: 'status', status: statusOf('shop', 'silent', start - 1) });
    await client.until(() => of(client, 'status').length > 0 && of(client, 'hubs').length > 1);
    expect(frames(client).map(({ type }) => type)).toEqual([
      'hello',
      'hubs',
      'snapshot',
      'tick',
      'amend',
      'alert',
      'marker',
      'impact',
      'status',
      'hubs',
    ]);
    expect(seqs(client)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(of(client, 'tick')[0]).toMatchObject({ second: start - 1, values: [2] });
    expect(of(client, 'amend')[0]).toMatchObject({ second: start - 2 });
    expect(of(client, 'hubs')[1]?.hubs[0]?.state).toBe('silent');
  });

  it('tells only what was subscribed to, and the numbers go on', async () => {
    house.stream.publish(
      secondEvent('shop', start - 1, { throughput: 1 }, { 'agent:a': { throughput: 1 }, 'tool:b': {} }),
    );
    const client = await watching();
    client.send({
      action: 'subscribe',
      hub: 'shop',
      components: ['agent:a'],
      signals: ['throughput', 'latency.p95'],
    });
    await client.until(() => of(client, 'snapshot').length === 2);
    const snapshot = of(client, 'snapshot')[1];
    expect(snapshot?.columns).toEqual(['throughput', 'latency.p95']);
    expect(snapshot?.components.map(({ key }) => key)).toEqual(['agent:a']);
    expect(snapshot?.series.cores).toEqual([]);
    house.stream.publish(
      secondEvent(
        'shop',
        start,
        { throughput: 2, cores: [5] },
        { 'agent:a': { throughput: 2 }, 'tool:c': {} },
      ),
    );
    await client.until(() => of(client, 'tick').length > 0);
    expect(of(client, 'tick')[0]).toMatchObject({
      seq: (snapshot?.seq ?? 0) + 1,
      values: [2],
      components: [['agent:a', 2]],
    });
  });

  it('is told what happened at one moment, a message each, in the order of their numbers', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 1 }));
    const client = await house.live();
    client.send({ action: 'subscribe', hub: 'shop' });
    await client.count(3);
    house.stream.publish(
      secondEvent('shop', start, { throughput: 2 }),
      { type: 'alert', alert: alertOf('shop', 'a', 'firing', start) },
      { type: 'marker', marker: markerOf('shop', 'm', start) },
    );
    const told = (await client.count(6)).slice(3).map((each) => liveFrame.parse(each));
    expect(told.map(({ type }) => type)).toEqual(['tick', 'alert', 'marker']);
    expect(told.map((frame) => 'seq' in frame && frame.seq)).toEqual([2, 3, 4]);
  });

  it('tells at once which rules watch the hub, and again to who was away', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 1 }));
    const client = await watching();
    const away = await watching();
    away.ws.close();
    await away.closed();
    house.rules = defaultRules.slice(0, 1).map((rule) => ({ ...rule, threshold: 250 }));
    house.stream.rulesChanged();
    await client.until(() => of(client, 'rules').length === 1);
    const told = { rules: 1, thresholds: [{ column: 'latency.mean', threshold: 250 }] };
    expect(of(client, 'rules')).toMatchObject([{ seq: 2, ...told }]);
    const back = await house.live();
    back.send({ action: 'resume', epoch: of(away, 'hello')[0]?.epoch, hub: 'shop', seq: 1 });
    await back.until(() => of(back, 'rules').length === 1);
    expect(of(back, 'snapshot')).toEqual([]);
    expect(of(back, 'rules')).toMatchObject([{ seq: 2, ...told }]);
  });

  it('moves to another hub, and to the busiest where none is named', async () => {
    house.stream.publish({
      type: 'status',
      status: { ...statusOf('large', 'live'), operations_per_minute: 9 },
    });
    house.stream.publish({
      type: 'status',
      status: { ...statusOf('small', 'live'), operations_per_minute: 1 },
    });
    const client = await watching();
    client.send({ action: 'subscribe', hub: 'small' });
    client.send({ action: 'subscribe', hub: null });
    await client.until(() => of(client, 'snapshot').length === 3);
    expect(of(client, 'snapshot').map(({ hub }) => hub)).toEqual(['large', 'small', 'large']);
    expect(of(client, 'hubs')[0]?.hubs.map(({ name }) => name)).toEqual(['large', 'small']);
  });

  it('waits with nulls for the first hub other than hubscope, and shows it whole when it is there', async () => {
    house.stream.publish(secondEvent('hubscope', start - 1, { throughput: 1 }));
    const client = await watching();
    expect(of(client, 'hello')[0]?.hub).toBeNull();
    expect(of(client, 'snapshot')[0]).toMatchObject({ hub: null, status: null, components: [] });
    house.stream.publish(secondEvent('shop', start, { throughput: 3 }));
    await client.until(() => of(client, 'snapshot').length === 2);
    expect(of(client, 'snapshot')[1]).toMatchObject({ hub: 'shop', series: { from: start } });
  });

  it('shows a hub that was never seen as waiting, and it comes alive', async () => {
    const client = await watching('/ws?hub=later');
    expect(of(client, 'snapshot')[0]?.status).toMatchObject({ name: 'later', state: 'waiting' });
    house.stream.publish(secondEvent('later', start, { throughput: 3 }));
    await client.until(() => of(client, 'tick').length === 1);
    expect(of(client, 'tick')[0]).toMatchObject({ second: start, status: { state: 'live' } });
    expect(
      of(client, 'hubs')
        .at(-1)
        ?.hubs.map(({ name }) => name),
    ).toEqual(['later']);
  });

  it('shows nulls again when its hub is forgotten', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 7 }));
    const client = await watching();
    const event = secondEvent('shop', start - 1, {});
    house.stream.forget(event.closed.hub);
    await client.until(() => of(client, 'snapshot').length === 2 && of(client, 'hubs').length === 2);
    expect(of(client, 'snapshot')[1]).toMatchObject({ status: { state: 'waiting' }, series: { from: null } });
    expect(of(client, 'hubs')[1]?.hubs).toEqual([]);
    house.stream.publish(secondEvent('shop', start, { throughput: 1 }));
    await client.until(() => of(client, 'tick').length === 1);
    expect(seqs(client)).toEqual([...seqs(client)].sort((a, b) => a - b));
  });

  it('answers ping, and an alert that is acknowledged', async () => {
    const client = await watching();
    client.send({ action: 'ping' });
    client.send({ action: 'acknowledge_alert', data: { alert_id: 'known' } });
    await client.until(() => of(client, 'ok').length === 1);
    expect(of(client, 'pong')).toEqual([{ type: 'pong', now: start * 1000 }]);
  });
});

describe('resuming', () => {
  async function lost(): Promise<{ epoch: string; seq: number }> {
    house.stream.publish(secondEvent('shop', start - 9, { throughput: 1 }));
    const client = await watching();
    const gone = client.closed();
    client.ws.close();
    await gone;
    return { epoch: of(client, 'hello')[0]?.epoch ?? '', seq: seqs(client).at(-1) ?? 0 };
  }

  it('replays what was missed, in order, and goes on', async () => {
    const { epoch, seq } = await lost();
    for (let at = start - 8; at < start; at += 1)
      house.stream.publish(secondEvent('shop', at, { throughput: at }));
    house.time.pass(60_000);
    const back = await house.live();
    back.send({ action: 'resume', epoch, hub: 'shop', seq });
    await back.until(() => of(back, 'tick').length === 8);
    house.stream.publish(secondEvent('shop', start, { throughput: 1 }));
    await back.until(() => of(back, 'tick').length === 9);
    house.time.pass(1000);
    await back.settled();
    expect(of(back, 'snapshot')).toEqual([]);
    expect(seqs(back)).toEqual(Array.from({ length: 9 }, (_, index) => seq + 1 + index));
    expect(of(back, 'tick').map(({ second }) => second)).toEqual(
      Array.from({ length: 9 }, (_, index) => start - 8 + index),
    );
  });

  it.each([
    ['another life of the server', { epoch: 'other' }],
    ['a hub that it does not know', { hub: 'other' }],
    ['a number from the future', { seq: 10_000 }],
  ])('gets a snapshot for %s', async (_, wrong) => {
    const { epoch, seq } = await lost();
    const back = await house.live();
    back.send({ action: 'resume', epoch, hub: 'shop', seq, ...wrong });
    await back.until(() => of(back, 'snapshot').length === 1);
    expect(of(back, 'tick')).toEqual([]);
  });

  it('gets a snapshot where more was missed than is kept, or nobody was there for long', async () => {
    const { epoch, seq } = await lost();
    for (let at = start; at < start + 130; at += 1) house.stream.publish(secondEvent('shop', at, {}));
    const late = await house.live();
    late.send({ action: 'resume', epoch, hub: 'shop', seq });
    await late.until(() => of(late, 'snapshot').length === 1);
    late.ws.close();
    await late.closed();
    house.time.pass(130_000);
    house.stream.publish(secondEvent('shop', start + 130, {}));
    const later = await house.live();
    later.send({ action: 'resume', epoch, hub: 'shop', seq: seqs(late).at(-1) });
    await later.until(() => of(later, 'snapshot').length === 1);
  });

  it('changes nothing for who has had a snapshot on this connection', async () => {
    const { epoch, seq } = await lost();
    const back = await house.live();
    await back.count(2);
    house.time.pass(100);
    back.send({ action: 'resume', epoch, hub: 'shop', seq });
    await back.until(() => of(back, 'ok').length === 1);
    expect(of(back, 'snapshot')).toHaveLength(1);
  });
});
