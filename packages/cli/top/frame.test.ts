import { alertOf, impactOf, impactSignalOf, snapshotOf, start, statusOf } from '@hubscope/core/live/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame } from './frame.js';
import { lineWidth, toText } from './line.js';
import { paletteOf } from './palette.js';
import { hubOf, stateOf } from './testing/state.js';
import type { TopState } from './state.js';
import { plainText } from './top.js';

const thin = '\u2009';
const seen = (state: TopState, columns = 80, rows: number | null = 24): string[] =>
  plainText(frame(state, { columns, rows })).split('\n');
const all = (state: TopState, columns = 80, rows: number | null = 24): string =>
  seen(state, columns, rows).join('\n');

const impact = impactOf({
  signals: [
    impactSignalOf('throughput', { title: 'Throughput', change: 0.301 }),
    impactSignalOf('latency.p95', {
      title: 'Latency P95',
      verdict: 'unknown',
      change: null,
      seconds_more: 170,
    }),
  ],
});

describe('the picture', () => {
  it('has the hub, its health, four signals, impact, alerts and components on 80 by 24', () => {
    const lines = seen(stateOf([hubOf({ alerts: [alertOf()], impact })]));
    expect(lines).toHaveLength(24);
    expect(lines[0]).toMatch(/^shop {2}1\.0\.0 · 1 instance +Connected · data 0 s old · \d\d:\d\d:\d\d$/);
    expect(lines[1]).toBe(
      `Health 96 good   Uptime 99.98${thin}%   Connections 52   Errors 0.1${thin}%   Score 78.0`,
    );
    expect(lines[2]).toMatch(
      /^Throughput {2}859\.0 ops\/s +↑ \+4\.2\u2009% {2}Latency, mean {2}109\.5 ms +↑ \+12\.3\u2009%$/,
    );
    expect(lines[3]).toMatch(/peak 859\.0\u2009ops\/s .*P50 74\.8\u2009ms · P95 209\.0\u2009ms$/);
    expect(lines[4]).toMatch(/^ +1000 .*[\u2801-\u28ff]/);
    expect(lines[7]).toMatch(/^Memory {2}48\.0 MB +steady {2}CPU {2}79\.0 % +—$/);
    const text = lines.join('\n');
    expect(text).toMatch(/Impact +\+48\.4\u2009% {2}Better overall/);
    expect(text).toMatch(/Throughput +\+30\.1\u2009% {2}Better/);
    expect(text).toMatch(/Latency P95 +3\u2009min more {2}Not yet known/);
    expect(text).toMatch(/Alerts {2}1 firing/);
    expect(text).toMatch(/›▌High Latency warning/);
    expect(text).toMatch(/Components {2}2 +ops\/s +P95 +errors +busy/);
    expect(text).toMatch(/tool +search +40\.0 +9\.5\u2009ms +— +0\.25/);
    expect(text.indexOf('search')).toBeLessThan(text.indexOf('writer'));
    expect(lines[23]).toContain('? keys');
  });

  it('shows what is unknown as a dash and draws nothing for it', () => {
    const nothing = seen(
      stateOf([snapshotOf({ series: { from: null, values: [[], []], cores: [] }, components: [] })]),
    );
    expect(nothing[0]).toContain('no data yet');
    expect(nothing[1]).toBe('Health —   Uptime —   Connections —   Errors —   Score —');
    expect(nothing[2]).toMatch(/^Throughput {2}— +—/);
    expect(nothing.join('')).not.toMatch(/[\u2801-\u28ff]/);
  });

  it('draws no line over seconds that are missing', () => {
    const values = Array.from({ length: 60 }, (_, at) => (at < 30 ? 5 : null));
    const hub = hubOf({ columns: ['throughput'], series: { from: start, values: [values], cores: [] } });
    const chart = seen(stateOf([hub]), 80, null)
      .slice(4, 9)
      .map((line) => line.slice(7, 39).padEnd(32));
    expect(chart.map((line) => line.slice(0, 15)).join('')).toMatch(/[\u2801-\u28ff]/);
    expect(
      chart
        .map((line) => line.slice(17))
        .join('')
        .trim(),
    ).toBe('');
  });

  it('says that the hub is silent, and shows no value as its own', () => {
    const lines = seen(
      stateOf([hubOf({ status: statusOf({ state: 'silent' }) })], { now: (start + 100) * 1000 }),
    );
    expect(lines[0]).toContain('Connected, the hub is silent · data 40 s old');
    expect(lines[2]).toMatch(/^Throughput {2}— ops\/s/);
    expect(lines[1]).toContain('Errors —');
  });

  it('counts to the next try and how old the data is, and has no hue but in the head', () => {
    const now = (start + 72) * 1000;
    const link = { phase: 'waiting', attempt: 2, lostAt: now - 12_000, retryAt: now + 3200 } as const;
    const state = stateOf([hubOf({ alerts: [alertOf()], impact })], { now }, { link });
    const lines = frame(state, { columns: 100, rows: 30 });
    expect(lines.map((line) => toText(line, null))[0]).toContain(
      'Reconnecting, next try in 4 s · data 12 s old',
    );
    const styles = new Set(lines.slice(2).flatMap((line) => line.map(({ style }) => style)));
    expect([...styles].toSorted()).toEqual(['plain', 'quiet', 'selected', 'strong']);
  });

  it('moves on when nothing comes, so that the gap is seen', () => {
    const values = Array.from({ length: 60 }, () => 5);
    const hub = hubOf({ columns: ['throughput'], series: { from: start, values: [values], cores: [] } });
    const chart = (until: number): string =>
      seen(stateOf([hub], { until }), 80, null)
        .slice(4, 9)
        .map((line) => line.slice(7, 39))
        .join('')
        .trimEnd();
    expect(chart(start + 59 + 30).length).toBeLessThan(chart(start + 59).length);
  });

  it('says what to do where there is no baseline, no alert, no hub', () => {
    expect(all(stateOf([hubOf()]))).toContain('No baseline yet');
    expect(all(stateOf([hubOf()]))).toContain('All quiet. Five rules watch this ');
    expect(seen(stateOf([], {}, { link: { phase: 'connecting', attempt: 0, lostAt: null } }))[0]).toMatch(
      /^Hubscope +Connecting/,
    );
  });

  it('keeps the chosen alert in sight', () => {
    const alerts = Array.from({ length: 30 }, (_, at) =>
      alertOf({
        id: String(at),
        threshold: { ...alertOf().threshold, name: `Rule ${String(at)}` },
        triggered_at: (start - at) * 1000,
      }),
    );
    const state = stateOf([hubOf({ alerts })], { selected: '20' });
    expect(all(state)).toMatch(/›▌Rule 20/);
    expect(all(state)).not.toContain('Rule 0 ');
    expect(all(stateOf([hubOf({ alerts })]))).toMatch(/›▌Rule 0 /);
  });

  it('lists keys and hubs in place of the panels', () => {
    expect(all(stateOf([hubOf()], { overlay: 'keys' }))).toMatch(/a +Acknowledge the chosen alert/);
    const hubs = { type: 'hubs', hubs: [statusOf(), statusOf({ name: 'other', state: 'silent' })] } as const;
    const lines = seen(stateOf([hubOf(), { ...hubs, hubs: [...hubs.hubs] }], { overlay: 'hubs', hubAt: 1 }));
    expect(lines.find((line) => line.startsWith('› '))).toMatch(/other +silent +60 operations a minute/);
  });
});

describe('its room', () => {
  const full = stateOf([hubOf({ alerts: [alertOf()], impact })]);

  it.each([
    [1, 1],
    [20, 3],
    [40, 12],
    [80, 24],
    [149, 40],
    [150, 40],
    [220, 60],
    [400, 100],
  ])('of %i by %i is filled and never overrun', (columns, rows) => {
    const lines = frame(full, { columns, rows });
    expect(lines).toHaveLength(rows);
    for (const line of lines) expect(lineWidth(line)).toBe(columns);
  });

  it('holds four signals side by side where it is wide, one where it is narrow', () => {
    expect(seen(full, 160, 40)[2]).toMatch(/Throughput.*Latency.*Memory.*CPU/);
    expect(seen(full, 60, 40)[2]).not.toContain('Latency');
  });
});

describe('names from telemetry', () => {
  const hostile = 'a\x1b[2J\x1b]0;own\x07\r\n\x9b31m\u202eb\ud800';

  function named(name: string): TopState {
    const component = { key: `agent:${name}`, kind: 'agent', name, values: [1, 2, 3, 4], throughput: [1] };
    const threshold = { ...alertOf().threshold, name };
    return stateOf(
      [
        { type: 'hubs', hubs: [statusOf({ name })] },
        hubOf({
          hub: name,
          status: statusOf({ name, version: name }),
          components: [component],
          alerts: [
            alertOf({ threshold, component: `agent:${name}`, acknowledged: true, acknowledged_by: name }),
          ],
          impact: impactOf({
            baseline: name,
            marker: { id: 'm', hub: name, name, at: 1, origin: 'person' },
            signals: [impactSignalOf('own', { title: name, unit: name })],
          }),
        }),
      ],
      { message: name },
    );
  }

  /** All that may reach a terminal: no control character but those of our own colours. */
  function controls(state: TopState): string {
    const palette = paletteOf({}, 24);
    return ([null, 'hubs'] as const)
      .flatMap((overlay) => frame({ ...state, overlay }, { columns: 120, rows: 40 }))
      .map((line) => toText(line, palette))
      .join('')
      .replace(/\x1b\[[0-9;]*m/g, '')
      .replace(/[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  }

  it('are shown and never obeyed', () => {
    expect(controls(named(hostile))).toBe('');
    expect(all(named(hostile), 120, 40)).not.toContain('\x1b');
  });

  it('whatever they are, leave every line as wide as the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (name) => {
        const state = named(name);
        expect(controls(state)).toBe('');
        for (const line of frame(state, { columns: 90, rows: 30 })) expect(lineWidth(line)).toBe(90);
      }),
      { numRuns: 60 },
    );
  });

  it('of 300 characters or of wide letters are cut', () => {
    for (const name of ['x'.repeat(300), '漢字'.repeat(80)])
      for (const line of frame(named(name), { columns: 80, rows: 24 })) expect(lineWidth(line)).toBe(80);
  });
});

describe('colours', () => {
  const line = [{ text: 'x', style: 'throughput' }] as const;

  it.each([
    [1, 'x'],
    [4, '\x1b[94mx\x1b[0m'],
    [8, '\x1b[38;5;68mx\x1b[0m'],
    [24, '\x1b[38;2;78;140;220mx\x1b[0m'],
  ])('are those that a terminal of %i bits has', (depth, text) => {
    expect(toText(line, paletteOf({}, depth))).toBe(text);
  });

  it('are left out where NO_COLOR is set, and not where it is empty', () => {
    expect(toText(line, paletteOf({ NO_COLOR: '1' }, 24))).toBe('x');
    expect(toText(line, paletteOf({ NO_COLOR: '' }, 4))).toContain('94');
  });
});
