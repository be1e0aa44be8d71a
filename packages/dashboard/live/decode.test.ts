import { describe, expect, it } from 'vitest';
import { snapshotOf, tickOf } from '@hubscope/core/live/testing';
import { decodeFrame, longestFrame } from './decode.js';

describe('decoding a message', () => {
  it('takes frames of the live form', () => {
    expect(decodeFrame(JSON.stringify(snapshotOf()))).toEqual(snapshotOf());
    expect(decodeFrame(JSON.stringify(tickOf(1, 2)))).toEqual(tickOf(1, 2));
    expect(decodeFrame('{"type":"pong","now":5}')).toEqual({ type: 'pong', now: 5 });
    const rules = { type: 'rules', seq: 3, rules: 0, thresholds: [] };
    expect(decodeFrame(JSON.stringify(rules))).toEqual(rules);
  });

  it.each([
    ['no JSON', '{"type":'],
    ['no object', '[1]'],
    ['null', 'null'],
    ['a type of later days', '{"type":"impact","seq":1}'],
    ['a name that every object has', '{"type":"constructor"}'],
    ['a tick without values', '{"type":"tick","seq":1,"second":2,"now":3}'],
    ['a number in place of an array', '{"type":"hubs","hubs":3}'],
    ['bytes', new ArrayBuffer(4)],
    ['more than any frame', `"${'x'.repeat(longestFrame)}"`],
  ])('refuses %s', (_, text) => {
    expect(decodeFrame(text)).toBeNull();
  });
});
