import { describe, expect, it } from 'vitest';
import { LogWriter } from './log-writer.js';

function writing(isTTY: boolean): { log: LogWriter; lines: string[] } {
  const lines: string[] = [];
  return { log: new LogWriter({ isTTY, write: (line) => lines.push(line) }, () => 0), lines };
}

describe('the log', () => {
  it.each([
    ['auto', true, '1970-01-01T00:00:00.000Z error it failed n=1\n'],
    ['auto', false, '{"time":"1970-01-01T00:00:00.000Z","level":"error","message":"it failed","n":1}\n'],
    ['text', false, '1970-01-01T00:00:00.000Z error it failed n=1\n'],
    ['json', true, '{"time":"1970-01-01T00:00:00.000Z","level":"error","message":"it failed","n":1}\n'],
  ] as const)('of the form %s, on a terminal: %s', (log_format, terminal, line) => {
    const { log, lines } = writing(terminal);
    log.follow({ log_format, log_level: 'warn' });
    log.error('it failed', { n: 1 });
    expect(lines).toEqual([line]);
  });

  it.each([
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['info', ['error', 'warn', 'info']],
  ] as const)('of the level %s tells %j', (log_level, told) => {
    const { log, lines } = writing(false);
    log.follow({ log_format: 'json', log_level });
    for (const level of ['error', 'warn', 'info'] as const) log[level]('m', {});
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(told);
  });

  it('that can not be written stops nothing', () => {
    const full = (): never => {
      throw new Error('ENOSPC: no space left on device, write');
    };
    const log = new LogWriter({ write: full }, () => 0);
    expect(() => {
      log.error('it failed', {});
    }).not.toThrow();
  });
});
