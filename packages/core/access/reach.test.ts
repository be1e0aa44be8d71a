import { describe, expect, it } from 'vitest';
import { demandHub, demandHubs, reaches } from './index.js';

const of = (...hubs: string[]) => ({ who: 'key ci', hubs });

describe('the hubs of a grant', () => {
  it.each([
    [null, 'shop', true],
    [['shop'], 'shop', true],
    [['shop'], 'shop2', false],
    [['shop-*', 'bank'], 'shop-eu', true],
    [['shop-?'], 'shop-eu', false],
    [['*'], '', true],
    [[], 'shop', false],
  ])('%j and %s: %s', (hubs, hub, expected) => {
    expect(reaches({ hubs }, hub)).toBe(expected);
  });

  it('are said where another is asked for', () => {
    expect(() => {
      demandHub(of('shop'), 'bank');
    }).toThrow('key ci is not for the hub bank.');
  });

  it.each([
    [of('shop-*'), 'shop-*', true],
    [of('shop-*'), 'shop-eu', true],
    [of('shop-*'), 'shop-e*', false],
    [of('shop-?'), 'shop-*', false],
    [of('shop'), null, false],
    [{ who: null, hubs: null }, null, true],
  ])('%j may make something about %s: %s', (grant, glob, may) => {
    const asked = (): void => {
      demandHubs(grant, glob);
    };
    if (may) expect(asked).not.toThrow();
    else expect(asked).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});
