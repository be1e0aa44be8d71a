import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxImportBytes } from './import.js';
import { Fake, now } from './testing/fake.js';

let fake: Fake;
beforeEach(async () => {
  fake = await new Fake().open();
});
afterEach(() => fake.app.close());

const second = now / 1000 - 200_000;

function send(payload: string, query = 'hub=shop', headers: Record<string, string> = {}) {
  const url = `/api/v1/import?${query}`;
  return fake.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'text/csv', ...headers },
    payload,
  });
}

describe('an import', () => {
  it.each(['csv', 'parquet'])('of %s is taken in whole, and the answer says what it was', async (format) => {
    const text = `time,throughput,latency.p95\n${String(second + 1)},2,9\n${String(second)},1,9\n`;
    const answer = await send(text, `hub=shop&format=${format}`);
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      { hub: 'shop', points: 2, from: second * 1000, to: second * 1000 + 1000, ignored: ['latency.p95'] },
    ]);
    expect(fake.imported.map((point) => point.second)).toEqual([second, second + 1]);
  });

  it('that is none is refused', async () => {
    for (const answer of [
      await send(''),
      await send('[]', 'hub=shop', { 'content-type': 'application/json' }),
    ])
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'invalid_import' }]);
  });

  it('that is too large is refused before it comes', async () => {
    const answer = await send('x', 'hub=shop', { 'content-length': String(maxImportBytes + 1) });
    expect([answer.statusCode, answer.json()]).toMatchObject([413, { code: 'body_too_large' }]);
  });

  it('of many rows leaves others their turns all the while', async () => {
    const rows = Array.from({ length: 50_000 }, (_, at) => `${String(second + at)},${String(at)},5`);
    const text = ['time,throughput,latency', ...rows].join('\n');
    let [turns, done] = [0, false];
    const look = (): void => {
      turns += 1;
      if (!done) setImmediate(look);
    };
    // What the fake itself does with the points is no part of it.
    fake.ports.archive.import = async (_hub, points) => {
      done = true;
      expect(points).toHaveLength(rows.length);
    };
    setImmediate(look);
    const answer = await send(text);
    expect(answer.statusCode).toBe(201);
    // One for every piece of 16 KiB that is read, and one for every 1,024 seconds that are put in order.
    expect(turns).toBeGreaterThanOrEqual(Math.floor(text.length / 16_384) + Math.floor(rows.length / 1024));
  });
});
