import { describe, expect, it } from 'vitest';
import { clients, shellWord } from './clients.js';

describe('a name in a shell line', () => {
  it.each([
    ['my-hub', 'my-hub'],
    ['my hub', "'my hub'"],
    ['$(rm -rf /)', "'$(rm -rf /)'"],
    ["it's", "'it'\\''s'"],
  ])('%s', (name, word) => {
    expect(shellWord(name)).toBe(word);
  });
});

describe('the lines of a client', () => {
  it('name the endpoint in each, and set three variables at least where a process is connected', () => {
    for (const client of clients) {
      const lines = client.lines('http://host:4318', 'shop').map(({ text }) => text);
      expect(lines.some((line) => line.includes('http://host:4318'))).toBe(true);
    }
    const node = clients[0]?.lines('http://host:4318', 'shop') ?? [];
    expect(node.filter(({ text }) => text.startsWith('export OTEL_'))).toHaveLength(3);
  });
});
