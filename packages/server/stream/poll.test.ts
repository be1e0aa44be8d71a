import { hubId } from '@hubscope/core/signal';
import { liveFrame, type LiveFrame } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { House } from './testing/house.js';
import { secondEvent, start } from './testing/scene.js';

let house: House;

beforeEach(async () => {
  house = await new House().open();
});
afterEach(async () => {
  await house.close();
});

const grant = { who: null, scopes: ['read'], hubs: null, expiresAt: null, ended: false } as const;

function poll(after: string | null, hub: string | null = null): { after: string; frames: LiveFrame[] } {
  const told = house.stream.poll({ grant, hub: hub === null ? null : hubId(hub), after });
  return { after: told.after, frames: told.messages.map((text) => liveFrame.parse(JSON.parse(text))) };
}

const types = (frames: readonly LiveFrame[]): string[] => frames.map(({ type }) => type);

describe('a viewer that polls', () => {
  it('gets all at first, then what it missed, each second once, and leaves no viewer behind', () => {
    house.stream.publish(secondEvent('shop', start, { throughput: 7 }));
    const first = poll(null);
    expect(types(first.frames)).toEqual(['hello', 'hubs', 'snapshot']);
    expect(types(poll(first.after).frames)).toEqual(['hello', 'hubs']);
    house.stream.publish(secondEvent('shop', start + 1, { throughput: 8 }));
    house.stream.publish(secondEvent('shop', start + 2, { throughput: 9 }));
    const second = poll(first.after);
    expect(types(second.frames)).toEqual(['hello', 'hubs', 'tick', 'tick']);
    expect(types(poll(second.after).frames)).toEqual(['hello', 'hubs']);
    expect(house.stream.viewers()).toBe(0);
  });

  it('is told nothing of a hub that its key does not name', () => {
    house.stream.publish(secondEvent('shop', start, { throughput: 7 }));
    house.stream.publish(secondEvent('bank', start, { throughput: 1 }));
    const narrow = { ...grant, hubs: ['bank'] };
    expect(() => house.stream.poll({ grant: narrow, hub: hubId('shop'), after: null })).toThrow();
    // Nor by what another one was told.
    const { after } = poll(null, 'shop');
    const told = house.stream
      .poll({ grant: narrow, hub: null, after })
      .messages.map((text): unknown => JSON.parse(text));
    expect(told.at(-1)).toMatchObject({ type: 'snapshot', hub: 'bank' });
  });

  it('gets another hub whole, and all again after another life of the server or a mark that is none', () => {
    house.stream.publish(secondEvent('shop', start, { throughput: 7 }));
    house.stream.publish(secondEvent('bank', start, { throughput: 1 }));
    const { after } = poll(null, 'shop');
    const moved = poll(after, 'bank').frames.at(-1);
    expect(moved).toMatchObject({ type: 'snapshot', hub: 'bank' });
    for (const mark of [after.replace(/^\S+/, 'elsewhere'), 'x', ''])
      expect(types(poll(mark, 'shop').frames)).toEqual(['hello', 'hubs', 'snapshot']);
  });
});
