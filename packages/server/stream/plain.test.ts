import { plainFrame, type PlainFrame } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { House } from './testing/house.js';
import { alertOf, impactOf, secondEvent, start, statusOf } from './testing/scene.js';

let house: House;
beforeEach(async () => {
  house = await new House().open();
});
afterEach(() => house.close());

const frames = (received: unknown[]): PlainFrame[] => received.map((frame) => plainFrame.parse(frame));

describe('the plain form', () => {
  it('sends a full frame on connecting and one for each second that closes', async () => {
    house.stream.publish(secondEvent('shop', start - 2, { throughput: 10, latencies: [5, 15], memory: 48 }));
    const client = await house.plain();
    await client.count(1);
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 20, latencies: [100] }));
    const [first, next] = frames(await client.count(2));
    expect(first?.current).toMatchObject({
      timestamp: (start - 2) * 1000,
      throughput_ops_sec: 10,
      latency_ms: 10,
      memory_mb: 48,
      optimization_score: null,
    });
    expect(next?.history.map(({ timestamp }) => timestamp / 1000)).toEqual([start - 2, start - 1]);
    expect(next?.summary).toMatchObject({
      avg_throughput: 15,
      peak_throughput: 20,
      avg_latency: 40,
      avg_memory_mb: 48,
      health_score: 90,
      uptime_percent: 99.5,
    });
    expect(next?.summary.p95_latency).toBeGreaterThan(99);
    expect(next?.summary.p95_latency).toBeLessThan(101);
  });

  it('says in percent what changed since the baseline, and the score that each second had', async () => {
    const changes = { throughput: 0.484, memory: 0.2, cpu_per_op: -0.1, 'communication.mean': 0.5 };
    house.stream.publish({ ...secondEvent('shop', start - 2, { throughput: 1 }), score: 58 });
    house.stream.publish({ type: 'impact', impact: impactOf('shop', 0.27, changes) });
    house.stream.publish({ ...secondEvent('shop', start - 1, { throughput: 1 }), score: 60 });
    house.stream.publish(secondEvent('shop', start - 2, { throughput: 2 }, {}, true));
    const [frame] = frames(await (await house.plain()).count(1));
    expect(frame?.history.map(({ optimization_score }) => optimization_score)).toEqual([58, 60]);
    expect(frame?.optimization_impact).toEqual({
      improvement_percent: 48.4,
      memory_efficiency_gain: 20,
      cpu_efficiency_gain: -10,
      communication_improvement: 50,
      overall_effectiveness: 27,
      baseline: 'before',
    });
  });

  it('leaves no second of its history out: what is missing is null', async () => {
    house.stream.publish(secondEvent('shop', start - 9, { throughput: 1 }));
    house.stream.publish(secondEvent('shop', start - 5, { throughput: 2 }));
    const [frame] = frames(await (await house.plain()).count(1));
    expect(frame?.history.map(({ throughput_ops_sec }) => throughput_ops_sec)).toEqual([
      1,
      null,
      null,
      null,
      2,
    ]);
  });

  it('keeps 60 seconds and puts late data in its place', async () => {
    for (let at = start - 80; at < start; at += 1)
      house.stream.publish(secondEvent('shop', at, { throughput: 7 }));
    house.stream.publish(secondEvent('shop', start - 3, { throughput: 9 }, {}, true));
    const [frame] = frames(await (await house.plain()).count(1));
    expect(frame?.history).toHaveLength(60);
    expect(frame?.history.at(-3)?.throughput_ops_sec).toBe(9);
    expect(frame?.current).toMatchObject({ timestamp: (start - 1) * 1000, throughput_ops_sec: 7 });
  });

  it('sends nulls each second for a hub that was never seen, and comes alive with it', async () => {
    const client = await house.plain('/ws?hub=later');
    await client.count(1);
    house.time.pass(3000);
    await client.count(4);
    house.stream.publish(secondEvent('later', start + 2, { throughput: 4 }));
    const all = frames(await client.count(5));
    expect(all.map(({ current }) => [current.timestamp / 1000 - start, current.throughput_ops_sec])).toEqual([
      [-1, null],
      [0, null],
      [1, null],
      [2, null],
      [2, 4],
    ]);
    expect(all[3]?.history).toEqual([]);
  });

  it('goes on each second with nulls when its hub falls silent', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 10 }));
    const client = await house.plain();
    await client.count(1);
    house.stream.publish({ type: 'status', status: statusOf('shop', 'silent', start - 1) });
    house.time.pass(3000);
    const all = frames(await client.count(4));
    const last = all.at(-1);
    expect(last?.current.throughput_ops_sec).toBeNull();
    expect(last?.history.map(({ throughput_ops_sec }) => throughput_ops_sec)).toEqual([10, null, null, null]);
  });

  it('sends the last known second again while a hub that reports is late', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 10 }));
    const client = await house.plain();
    house.stream.publish(secondEvent('shop', start, { throughput: 11 }));
    await client.count(2);
    house.time.pass(900);
    await client.settled();
    expect(client.received).toHaveLength(2);
    house.time.pass(3100);
    const all = frames(await client.count(4));
    expect(all.at(-1)?.current).toMatchObject({ timestamp: start * 1000, throughput_ops_sec: 11 });
  });

  it.each([0, 10, 90, 170, 249])(
    'sends it 1.1 s after it was told at the earliest and 1.45 s at the latest, %i ms after a beat',
    async (offset) => {
      house.stream.publish(secondEvent('shop', start - 1, { throughput: 10 }));
      const client = await house.plain();
      house.time.pass(offset);
      house.stream.publish(secondEvent('shop', start, { throughput: 11 }));
      await client.count(2);
      house.time.pass(1100);
      await client.settled();
      expect(client.received).toHaveLength(2);
      house.time.pass(350);
      await client.settled();
      expect(client.received).toHaveLength(3);
    },
  );

  it('takes the busiest hub other than hubscope, and waits for one where there is none', async () => {
    house.stream.publish(secondEvent('hubscope', start - 1, { throughput: 1 }));
    const early = await house.plain();
    await early.count(1);
    house.stream.publish({
      type: 'status',
      status: { ...statusOf('small', 'live'), operations_per_minute: 5 },
    });
    house.stream.publish({
      type: 'status',
      status: { ...statusOf('large', 'live'), operations_per_minute: 50 },
    });
    house.stream.publish(secondEvent('small', start, { throughput: 3 }));
    await early.until((received) => frames(received).some(({ current }) => current.throughput_ops_sec === 3));
    const late = await house.plain();
    await late.count(1);
    house.stream.publish({ ...secondEvent('large', start, { throughput: 30 }) });
    await late.until((received) => frames(received).at(-1)?.current.throughput_ops_sec === 30);
  });

  it('shows what approaches, fires, and resolved in the last minute', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 10 }));
    house.stream.publish({ type: 'alert', alert: alertOf('shop', 'a', 'firing', start - 20) });
    house.stream.publish({ type: 'alert', alert: alertOf('shop', 'b', 'resolved', start - 30) });
    house.stream.publish({ type: 'alert', alert: alertOf('shop', 'c', 'resolved', start - 61) });
    house.stream.publish({ type: 'alert', alert: alertOf('shop', 'd', 'approaching', start - 5) });
    house.stream.publish({ type: 'alert', alert: alertOf('shop', 'd', 'inactive', start - 5) });
    const [frame] = frames(await (await house.plain()).count(1));
    expect(frame?.alerts.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('answers its three actions', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 10 }));
    const client = await house.plain();
    await client.count(1);
    client.send({ action: 'ping' });
    client.send({ action: 'acknowledge_alert', data: { alert_id: 'known' } });
    client.send({ action: 'acknowledge_alert', data: { alert_id: 'other', by: 'Ada', note: 'restarted' } });
    client.send({ action: 'get_current_metrics' });
    const [, pong, ok, unknown, frame] = await client.count(5);
    expect(pong).toEqual({ pong: start * 1000 });
    expect(ok).toEqual({ ok: 'acknowledge_alert', alert_id: 'known' });
    expect(unknown).toMatchObject({ error: { code: 'unknown_alert' } });
    expect(plainFrame.parse(frame).current.throughput_ops_sec).toBe(10);
    expect(house.acknowledged).toEqual(['known', 'other by Ada restarted']);
  });
});
