import { plainFrame } from '@hubscope/core/wire';
import { afterEach, expect, it } from 'vitest';
import type { Pace } from './ports.js';
import { House, type Client } from './testing/house.js';
import { secondEvent, start } from './testing/scene.js';

/** Turns that come when a test says so; until then all is done at once. */
class Hand {
  held = false;
  readonly #waiting: Parameters<Pace>[0][] = [];

  readonly pace: Pace = (steps) => {
    this.#waiting.push(steps);
    if (!this.held) this.step(Infinity);
  };

  /** Does so many steps of what waits, the oldest first. */
  step(count: number): void {
    for (let left = count; left > 0 && this.#waiting.length > 0;) {
      if (this.#waiting[0]?.next().done === true) this.#waiting.shift();
      else left -= 1;
    }
  }
}

let house: House;
const hand = new Hand();
afterEach(() => {
  hand.held = false;
  hand.step(Infinity);
  return house.close();
});

async function withViewers(count: number): Promise<Client[]> {
  house = await new House({ pace: hand.pace }).open();
  house.stream.publish(secondEvent('shop', start, { throughput: 0 }));
  const viewers: Client[] = [];
  for (let each = 0; each < count; each += 1) {
    const viewer = await house.plain('/ws?hub=shop');
    await viewer.count(1);
    viewers.push(viewer);
  }
  hand.held = true;
  return viewers;
}

const values = ({ received }: Client): (number | null)[] =>
  received.map((frame) => plainFrame.parse(frame).current.throughput_ops_sec);

it('sends each second to each viewer once and in order, however it is cut into turns', async () => {
  const viewers = await withViewers(3);
  for (const at of [1, 2, 3]) house.stream.publish(secondEvent('shop', start + at, { throughput: at }));
  for (let turn = 0; turn < 9; turn += 1) hand.step(1);
  for (const viewer of viewers) {
    await viewer.count(4);
    expect(values(viewer)).toEqual([0, 1, 2, 3]);
  }
});

it('does not send what is under way to one who was shown the whole meanwhile', async () => {
  const [, viewer] = await withViewers(2);
  if (viewer === undefined) throw new Error('no viewer');
  house.stream.publish(secondEvent('shop', start + 1, { throughput: 1 }));
  hand.step(1);
  viewer.send({ action: 'get_current_metrics' });
  await viewer.count(2);
  hand.step(Infinity);
  house.stream.publish(secondEvent('shop', start + 2, { throughput: 2 }));
  hand.step(Infinity);
  await viewer.count(3);
  expect(values(viewer)).toEqual([0, 1, 2]);
});

it('skips viewers forward where it can not keep up, and holds no more than some seconds', async () => {
  const [viewer] = await withViewers(1);
  for (let at = 1; at <= 60; at += 1) {
    house.time.clock.advance(1000);
    house.stream.publish(secondEvent('shop', start + at, { throughput: at }));
  }
  hand.held = false;
  hand.step(Infinity);
  house.time.pass(250);
  await viewer?.until((received) => plainFrame.parse(received.at(-1)).current.throughput_ops_sec === 60);
  expect(viewer?.received.length).toBeLessThan(25);
});

it('lets viewers in one after the other, in the order in which they knocked', async () => {
  await withViewers(0);
  const knocking: Client[] = [];
  for (let each = 1; each <= 3; each += 1) {
    knocking.push(house.dial('/ws?hub=shop'));
    await expect.poll(() => house.knocks).toBe(each);
  }
  const counts = [1, 2, 3].map(() => {
    hand.step(1);
    return house.stream.viewers();
  });
  expect(counts).toEqual([1, 2, 3]);
  await Promise.all(knocking.map((each) => each.count(1)));
});
