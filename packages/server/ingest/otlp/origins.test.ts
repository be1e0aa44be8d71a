import { openGate } from '@hubscope/core/access/testing';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createOtlpHttp } from './http.js';
import { WatchedIntake } from './testing/intake.js';
import { spanOf, tracesOf } from './testing/request.js';

let app: FastifyInstance = Fastify();
afterEach(() => app.close());

/** Sends a span as a page of some origin; null: as a program. */
async function send(origin: string | null, origins: string[] = [], more: InjectOptions = {}) {
  const watched = new WatchedIntake();
  app = createOtlpHttp({
    intake: watched.intake,
    gate: openGate,
    limits: { maxBodyBytes: 1e6 },
    origins: () => origins,
  });
  app.post('/api/v1/write', () => 'written');
  const { statusCode, headers } = await app.inject({
    method: 'POST',
    url: '/v1/traces',
    headers: { 'content-type': 'application/json', ...(origin === null ? {} : { origin }) },
    payload: JSON.stringify(tracesOf([spanOf('work')])),
    ...more,
  });
  return { status: statusCode, headers, taken: watched.taken.length };
}

describe('a page', () => {
  it.each([
    'http://evil.example',
    // Its name was made to point here: to the browser it asks its own server.
    'http://evil.example:4318',
    'http://localhost:4318',
    'null',
    '',
  ])('of the origin %j sends nothing', async (origin) => {
    const answer = await send(origin, ['https://shop.example'], {});
    expect(answer).toMatchObject({ status: 403, taken: 0 });
    expect(answer.headers['hubscope-code']).toBe('forbidden_origin');
    expect(await send(origin)).toMatchObject({ status: 403, taken: 0 });
  });

  it('is refused by remote write too, which shares the door', async () => {
    const headers = { 'content-type': 'application/json', origin: 'http://evil.example:4318' };
    expect((await send(null, [], { url: '/api/v1/write', headers })).status).toBe(403);
    await app.close();
    expect((await send(null, [], { url: '/api/v1/write' })).status).toBe(200);
  });

  it.each([['https://shop.example'], ['https://Shop.example/']])(
    'of an origin that is configured as %s sends, and reads the answer',
    async (configured) => {
      const answer = await send('https://shop.example', ['https://other.example', configured]);
      expect(answer).toMatchObject({ status: 200, taken: 1 });
      expect(answer.headers['access-control-allow-origin']).toBe('https://shop.example');
    },
  );

  it('asks for leave as CORS has it', async () => {
    const preflight = (origin: string): Promise<Awaited<ReturnType<typeof send>>> =>
      send(origin, ['https://shop.example'], {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const given = await preflight('https://shop.example');
    expect([given.status, given.headers['access-control-allow-origin']]).toEqual([
      204,
      'https://shop.example',
    ]);
    await app.close();
    const refused = await preflight('http://evil.example');
    expect(refused.headers['access-control-allow-origin']).not.toBe('http://evil.example');
  });
});

it('a program, which names no origin, sends', async () => {
  expect(await send(null)).toMatchObject({ status: 200, taken: 1 });
});
