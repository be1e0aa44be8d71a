import { describe, expect, it } from 'vitest';
import { originPolicy } from './origins.js';

const own = (): string[] => ['http://localhost:3000'];

describe('originPolicy', () => {
  it('allows the server’s own pages and those that the configuration names', () => {
    const policy = originPolicy({ own, others: () => ['https://Wall.example/'], sameHost: false });
    expect(policy.allows('http://localhost:3000', undefined)).toBe(true);
    expect(policy.allows('https://wall.example', undefined)).toBe(true);
    expect(policy.allows('http://wall.example', undefined)).toBe(false);
    expect(policy.allows('http://localhost:3001', undefined)).toBe(false);
    expect(policy.allows('null', undefined)).toBe(false);
  });

  it('takes a page of the very host for its own only where it may', () => {
    const policy = (sameHost: boolean): boolean =>
      originPolicy({ own, others: () => [], sameHost }).allows('https://hub.example', 'hub.example');
    expect(policy(true)).toBe(true);
    expect(policy(false)).toBe(false);
    const strict = originPolicy({ own, others: () => [], sameHost: true });
    expect(strict.allows('https://evil.example', 'hub.example')).toBe(false);
    expect(strict.allows('null', 'null')).toBe(false);
  });

  it('asks for the own origins each time, since ports are known late', () => {
    const origins: string[] = [];
    const policy = originPolicy({ own: () => origins, others: () => [], sameHost: false });
    expect(policy.allows('http://localhost:4000', undefined)).toBe(false);
    origins.push('http://localhost:4000');
    expect(policy.allows('http://localhost:4000', undefined)).toBe(true);
  });
});
