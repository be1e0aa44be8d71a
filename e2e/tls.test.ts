import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { HubscopeProcess } from '../bench/harness/server.js';
import { certificate, type Certificate } from '../packages/server/notify/testing/receiver.js';
import { hubscope } from './clients/command.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
const started: HubscopeProcess[] = [];
const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
const env = { HUBSCOPE_TLS_CERT: files.cert, HUBSCOPE_TLS_KEY: files.key };

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function run(): HubscopeProcess {
  const process = new HubscopeProcess({ env });
  started.push(process);
  return process;
}

function write({ cert, key }: Certificate): void {
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
}

/** Whether a new connection is shown a certificate of this authority. */
function trusted(port: number, { cert }: Certificate): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost', ca: cert }, () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => {
      resolve(false);
    });
  });
}

it('says https of its doors, answers a command line that knows its authority, and takes a new certificate as its files change', async () => {
  const [first, second] = [await certificate(), await certificate()];
  write(first);
  const server = run();
  const { api } = await server.doors();
  const lines = server.stdout.slice(0, 4);
  expect(lines.every((line) => line.includes('https://localhost:'))).toBe(true);
  expect(lines[1]).toContain(`wss://localhost:${String(api)}/ws`);
  const listed = await hubscope({ api: `https://localhost:${String(api)}` }, ['alerts', 'list'], {
    NODE_EXTRA_CA_CERTS: files.cert,
  });
  expect(listed).toMatchObject({ code: 0 });

  write(second);
  await server.line(/^configuration read again: tls in force$/);
  expect([await trusted(api, first), await trusted(api, second)]).toEqual([false, true]);

  writeFileSync(files.key, first.key);
  await eventually(
    { what: 'the complaint', withinMs: 10_000 },
    () => server.stderr.find((line) => /key\.pem is not that of the certificate/.test(line)) ?? null,
  );
  expect(await trusted(api, second)).toBe(true);
});

it('does not start where the files do not belong together, and says so', async () => {
  write({ cert: (await certificate()).cert, key: (await certificate()).key });
  const server = run();
  expect(await server.exit()).toMatchObject({ code: 2 });
  expect(server.said).toMatch(/key\.pem is not that of the certificate/);
});
