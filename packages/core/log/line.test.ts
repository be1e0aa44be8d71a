import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLine, type LogForm } from './index.js';

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const line = (form: LogForm, message: string, context = {}): string =>
  logLine(form, { time: at, level: 'warn', message, context });

describe('a line of the log', () => {
  it('is JSON for programs', () => {
    expect(line('json', 'a viewer left', { viewers: 3, hub: 'shop' })).toBe(
      '{"time":"2026-01-02T03:04:05.006Z","level":"warn","message":"a viewer left","viewers":3,"hub":"shop"}',
    );
  });

  it('is words and named values for people', () => {
    expect(line('text', 'a "viewer" left', { viewers: 3, hub: 'my shop', path: '/data/a' })).toBe(
      '2026-01-02T03:04:05.006Z warn  a "viewer" left viewers=3 hub="my shop" path=/data/a',
    );
  });

  it('tells an error by its stack, on the same line', () => {
    const text = line('text', 'it failed', { error: new Error('broken') });
    expect(text).toContain(String.raw`error="Error: broken\n    at `);
  });

  it('keeps time, level and message whatever the values are called', () => {
    const event = JSON.parse(line('json', 'true', { level: 'info', message: 'forged', time: 0 })) as object;
    expect(event).toEqual({ time: '2026-01-02T03:04:05.006Z', level: 'warn', message: 'true' });
  });

  it('is never too long for what a stranger writes, nor broken by what JSON can not tell', () => {
    const holdsItself: Record<string, unknown> = {};
    holdsItself['self'] = holdsItself;
    const context = { name: 'x'.repeat(1e6), holdsItself, big: 7n, none: undefined, call: () => 0 };
    for (const form of ['json', 'text'] as const) expect(line(form, 'm', context).length).toBeLessThan(5000);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`v${String(n)}`, n]));
    for (const form of ['json', 'text'] as const) expect(line(form, 'm', many).length).toBeLessThan(1000);
  });

  /** What moves a cursor, begins a line, colours a terminal or turns text around. */
  const attacks = [
    '\n2026-01-02T03:04:05.006Z error forged',
    '\r\u001b[2K\u001b[1Aforged',
    '\u009b31mred',
    '\u2028\u2029\u0085',
    '\u202egnp.exe',
    '\u0000\u0007\u007f',
    '"} {"level":"error","message":"forged"}',
  ];
  it.each(['json', 'text'] as const)('as %s holds what names try, in message, names and values', (form) => {
    for (const attack of attacks) {
      const text = line(form, `of ${attack}`, { [attack]: attack, within: { [attack]: [attack] } });
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
      if (form === 'json') expect(JSON.parse(text)).toMatchObject({ [attack]: attack });
    }
  });

  it('is one line for any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<LogForm>('json', 'text'),
        fc.string({ unit: 'binary' }),
        fc.dictionary(
          fc.string({ unit: 'binary' }),
          fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.bigInt(), fc.date()),
        ),
        (form, message, context) => {
          expect(line(form, message, context)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        },
      ),
    );
  });
});
