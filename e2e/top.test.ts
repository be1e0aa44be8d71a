import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { hubscope } from './clients/command.js';
import { Feeder } from './clients/feeder.js';

/** A name that would clear the screen and set the title where it were obeyed. */
const hostile = 'shop\x1b[2J\x1b]0;own\x07';
/** As the server's door leaves it. */
const mended = hostile.replaceAll(/[\x00-\x1f]/g, '\ufffd');
const control = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;

let server: Served;
let feeder: Feeder;

beforeAll(async () => {
  server = await serve();
  feeder = new Feeder(server, { hub: hostile });
});

afterAll(async () => {
  await feeder.stop();
  await server.process.stop();
});

interface Frame {
  readonly hub: string | null;
  readonly age_ms: number | null;
  readonly values: Readonly<Record<string, number | null>>;
}

describe('hubscope top', () => {
  it('writes one frame as JSON, and exits 0', async () => {
    const frame = await eventually({ what: 'a second with operations', withinMs: 60_000 }, async () => {
      const { code, out } = await hubscope(server, ['top', '--json']);
      expect(code).toBe(0);
      const seen = JSON.parse(out) as Frame;
      return (seen.values['throughput'] ?? 0) > 0 ? seen : null;
    });
    expect(frame.hub).toBe(mended);
    expect(frame.age_ms).toBeLessThan(60_000);
  });

  it('writes one plain picture into a pipe, obeys no name, and exits 0', async () => {
    const { code, out, err } = await hubscope(server, ['top', '--url', server.api], { HUBSCOPE_URL: '' });
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).not.toMatch(control);
    expect(out).toMatch(/^shop\ufffd\[2J/);
    expect(out).toContain('Connected');
    for (const part of ['Throughput', 'Latency', 'Memory', 'CPU', 'Impact', 'Alerts', 'Components'])
      expect(out).toContain(part);
  });

  it('shows a hub that was never seen with dashes', async () => {
    const { code, out } = await hubscope(server, ['top', '--hub', 'nobody']);
    expect(code).toBe(0);
    expect(out).toMatch(/^nobody/);
    expect(out).toMatch(/Throughput {2}—/);
  });

  it('exits 3 where there is no server, and 2 where the address is none', async () => {
    const gone = await hubscope(server, ['top', '--server', 'http://127.0.0.1:1']);
    expect(gone.code).toBe(3);
    expect(gone.err).toContain("can't be reached");
    expect((await hubscope(server, ['top', '--url', 'nowhere'])).code).toBe(2);
  });
});
