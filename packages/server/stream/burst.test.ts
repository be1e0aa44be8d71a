import { liveFrame, plainFrame } from '@hubscope/core/wire';
import { hubId } from '@hubscope/core/signal';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlertList } from './alert-list.js';
import type { HubEvent } from './event.js';
import { House } from './testing/house.js';
import { alertOf, secondEvent, start } from './testing/scene.js';
import { millis } from '@hubscope/core/time';

const many = 10_000;
const hub = hubId('shop');
const now = millis(start * 1000);

let house: House;
beforeEach(async () => {
  house = await new House().open();
});
afterEach(() => house.close());

function burst(state: 'firing' | 'resolved', count = many): HubEvent {
  const alerts = Array.from({ length: count }, (_, n) => alertOf('shop', `a${String(n)}`, state, start - 1));
  return { type: 'alerts', hub, alerts };
}

describe('ten thousand alerts at once', () => {
  it('are encoded once for all who want the same, with how many are left out', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 1 }));
    const viewers = [await house.live(), await house.live()];
    for (const viewer of viewers) viewer.send({ action: 'subscribe', hub: 'shop' });
    for (const viewer of viewers) await viewer.count(3);
    const plain = await house.plain();
    await plain.count(1);
    const before = house.stream.stats().encodes;
    house.stream.publish(burst('firing'));
    for (const viewer of viewers) await viewer.count(4);
    expect(house.stream.stats().encodes - before).toBe(1);
    const told = liveFrame.parse(viewers[0]?.received[3]);
    expect(told).toMatchObject({ type: 'snapshot', alerts_left_out: many - 500 });
    house.stream.publish(secondEvent('shop', start, { throughput: 2 }));
    const [, frame] = (await plain.count(2)).map((each) => plainFrame.parse(each));
    expect([frame?.alerts.length, frame?.alerts_left_out]).toEqual([500, many - 500]);
    await viewers[0]?.count(5);
    expect(liveFrame.parse(viewers[0]?.received[4])).toMatchObject({
      type: 'tick',
      alerts_left_out: many - 500,
    });
  });

  it('are told one by one where they are few', async () => {
    house.stream.publish(secondEvent('shop', start - 1, { throughput: 1 }));
    const viewer = await house.live();
    viewer.send({ action: 'subscribe', hub: 'shop' });
    await viewer.count(3);
    house.stream.publish(burst('firing', 3));
    const frames = (await viewer.count(6)).slice(3).map((each) => liveFrame.parse(each).type);
    expect(frames).toEqual(['alert', 'alert', 'alert']);
  });
});

describe('a list of alerts', () => {
  it('leaves out none that is graver than one it lists', () => {
    const list = new AlertList();
    for (let n = 0; n < 600; n += 1) list.put(alertOf('shop', `r${String(n)}`, 'resolved', start - 1));
    list.put(alertOf('shop', 'old', 'firing', start - 5000));
    const { alerts, leftOut } = list.list(now);
    expect([alerts.length, leftOut, alerts.at(-1)?.id]).toEqual([500, 101, 'old']);
  });

  it('forgets what resolved more than a minute ago', () => {
    const list = new AlertList();
    for (let n = 0; n < 600; n += 1) list.put(alertOf('shop', `r${String(n)}`, 'resolved', start - 1));
    expect(list.leftOut(now)).toBe(100);
    expect(list.leftOut(millis(now + 60_000))).toBe(0);
  });
});
