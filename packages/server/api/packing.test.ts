import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { packAnswers, readsGzip } from './packing.js';

const long = { words: 'a word or two '.repeat(1000) };

async function ask(path: string, accepted: string | null = 'gzip, deflate, br', from = '10.0.0.2') {
  const app = Fastify();
  packAnswers(app);
  app.get('/long', () => long);
  app.get('/short', () => ({ words: 'few' }));
  app.get('/secret', (_, reply) => reply.header('cache-control', 'no-store').send(long));
  app.get('/tagged', (_, reply) => reply.header('etag', '"1"').send(long));
  app.get('/weak', (_, reply) => reply.header('etag', 'W/"1"').send(long));
  app.get('/bytes', (_, reply) => reply.type('application/vnd.apache.parquet').send(Buffer.alloc(10_000)));
  app.get('/vary', (_, reply) => reply.header('vary', 'Origin').send(long));
  const answer = await app.inject({
    url: path,
    remoteAddress: from,
    headers: accepted === null ? {} : { 'accept-encoding': accepted },
  });
  await app.close();
  return answer;
}

it('packs a long answer for who reads that, and says that it differs by who asks', async () => {
  const { headers, rawPayload } = await ask('/long');
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  expect(Number(headers['content-length'])).toBe(rawPayload.length);
  expect(rawPayload.length).toBeLessThan(1000);
  expect(JSON.parse(gunzipSync(rawPayload).toString())).toEqual(long);
  expect((await ask('/weak')).headers['content-encoding']).toBe('gzip');
  expect((await ask('/vary')).headers.vary).toBe('Origin, accept-encoding');
});

it('leaves it as it is for who does not', async () => {
  for (const accepted of [null, 'br', 'gzip;q=0']) {
    const { headers, body } = await ask('/long', accepted);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toBe('accept-encoding');
    expect(JSON.parse(body)).toEqual(long);
  }
});

it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('leaves it as it is on this machine: %s', async (from) => {
  const { headers } = await ask('/long', 'gzip', from);
  expect([headers['content-encoding'], headers.vary]).toEqual([undefined, 'accept-encoding']);
});

it.each(['/short', '/secret', '/tagged', '/bytes'])(
  'leaves as it is what gains nothing or must not be packed: %s',
  async (path) => {
    const { headers } = await ask(path);
    expect(headers['content-encoding']).toBeUndefined();
  },
);

it.each([
  ['gzip', true],
  ['br;q=1.0, GZIP ; q=0.5', true],
  ['x-gzip', true],
  ['gzip;q=0.000', false],
  ['gzip; q=0.01', true],
  ['identity', false],
  ['', false],
])('knows who reads gzip: %s', (accepted, reads) => {
  expect(readsGzip(accepted)).toBe(reads);
});
