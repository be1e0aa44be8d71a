import { alertOf } from '@hubscope/core/live/testing';
import { describe, expect, it } from 'vitest';
import { titleOf, troubleOf } from './tab.js';

const live = { state: 'live' } as const;
const silent = { state: 'silent' } as const;
const critical = alertOf({ threshold: { ...alertOf().threshold, severity: 'critical' } });

describe('the icon of a tab', () => {
  it.each([
    ['calm', [live], [alertOf({ state: 'approaching' })], null],
    ['the worst that fires', [silent], [alertOf(), critical], 'critical'],
    ['a warning before a hub that is silent', [silent], [alertOf()], 'warning'],
    ['of a hub that is silent', [silent], [], 'down'],
    ['of one silent hub among many', [live, silent, live], [], 'down'],
    ['of a hub whose alert somebody has seen', [live], [{ ...critical, acknowledged: true }], null],
  ] as const)('%s', (_, hubs, alerts, trouble) => {
    expect(troubleOf({ hubs, alerts })).toBe(trouble);
  });
});

describe('the title of a tab', () => {
  it.each([
    [null, [], [], 'Hubscope'],
    ['shop', [live], [], 'shop · Hubscope'],
    ['shop', [live], [critical, alertOf({ state: 'pending' })], '(1) shop · Hubscope'],
    ['shop', [silent], [critical], '(1) down · shop · Hubscope'],
    ['All hubs', [silent, live, silent], [critical, critical], '(2) 2 down · All hubs · Hubscope'],
  ] as const)('of %s', (name, hubs, alerts, title) => {
    expect(titleOf({ name, hubs, alerts })).toBe(title);
  });
});
