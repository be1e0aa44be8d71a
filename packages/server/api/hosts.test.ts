import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { answerErrors } from './errors.js';
import { guardHosts, isLoopbackHost } from './hosts.js';

describe('guardHosts', () => {
  it('answers under the names of loopback and those it was given, and under no other', async () => {
    const app = Fastify();
    answerErrors(app, { error: () => undefined });
    guardHosts(app, () => ['monitor.example']);
    app.get('/', () => 'here');
    const status = async (host: string): Promise<number> =>
      (await app.inject({ url: '/', headers: { host } })).statusCode;
    expect(await status('localhost:3000')).toBe(200);
    expect(await status('monitor.example')).toBe(200);
    expect(await status('evil.example:3000')).toBe(403);
    expect(await status('localhost.evil.example')).toBe(403);
    await app.close();
  });

  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:80', '[::1]:3000', 'hub.localhost'])(
    'knows %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.each(['127.0.0.1.evil.example', 'notlocalhost', '', '10.0.0.1', '[::1].evil'])(
    'does not trust %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false);
    },
  );
});
