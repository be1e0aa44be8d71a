import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseJson } from '../setup/json.js';
import { npm } from '../setup/programs.js';
import { step } from '../setup/step.js';

const readyWithinMs = 60_000;
const anyPorts = {
  HUBSCOPE_DASHBOARD_PORT: '0',
  HUBSCOPE_API_PORT: '0',
  HUBSCOPE_OTLP_HTTP_PORT: '0',
  HUBSCOPE_OTLP_GRPC_PORT: '0',
  HUBSCOPE_STATSD_PORT: '-1',
};

/**
 * @param {boolean} holds
 * @param {string} what
 */
function check(holds, what) {
  if (!holds) throw new Error(`the installed package: ${what}`);
}

/**
 * Starts the installed server and waits for its doors.
 * @param {string} folder
 * @param {string} node
 */
async function started(folder, node) {
  const program = join(folder, 'node_modules', 'hubscope', 'bin', 'hubscope.js');
  const child = spawn(node, [program, 'serve'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...anyPorts },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const late = setTimeout(() => child.kill('SIGKILL'), readyWithinMs);
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = /^ready (\{.*\})$/.exec(line)?.[1];
    if (ready === undefined) continue;
    clearTimeout(late);
    const doors = /** @type {{ dashboard: number, api: number, otlpHttp: number }} */ (parseJson(ready));
    return { child, doors };
  }
  throw new Error(`it did not come up on ${node}`);
}

/** A request with one operation, in OTLP's JSON. */
function trace() {
  const now = Date.now();
  const span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: 'answer',
    kind: 2,
    startTimeUnixNano: `${String(now - 20)}000000`,
    endTimeUnixNano: `${String(now)}000000`,
  };
  const attributes = [{ key: 'service.name', value: { stringValue: 'tried' } }];
  return JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }] });
}

/**
 * Uses the server as people and programs would.
 * @param {{ dashboard: number, api: number, otlpHttp: number }} doors
 */
async function used(doors) {
  /** @param {number} port */
  const at = (port) => `http://localhost:${String(port)}`;
  const page = await fetch(`${at(doors.dashboard)}/dashboard`);
  check(page.ok && (await page.text()).includes('<script'), 'the dashboard is not there');
  check((await fetch(`${at(doors.api)}/readyz`)).ok, 'it is not ready');
  const headers = { 'content-type': 'application/json' };
  const sent = await fetch(`${at(doors.otlpHttp)}/v1/traces`, { method: 'POST', headers, body: trace() });
  check(sent.ok, 'it took no telemetry');
  const hubs = async () => (await fetch(`${at(doors.api)}/api/v1/hubs`)).text();
  for (let left = 100; !(await hubs()).includes('"tried"'); left -= 1) {
    check(left > 0, 'the hub that reported is not listed');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const now = Date.now();
  const past = await fetch(
    `${at(doors.api)}/api/v1/export?hub=tried&format=parquet&from=${String(now - 60_000)}`,
  );
  check(past.ok && (await past.text()).startsWith('PAR1'), 'it exports no Parquet');
}

/**
 * Installs the package in an empty folder and runs it on a version of Node, itself from the npm registry.
 * @param {string} tarball
 * @param {string} version the newest of a major one, as in `22`
 */
export async function tryOn(tarball, version) {
  const folder = mkdtempSync(join(tmpdir(), 'hubscope-try-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const quiet = ['--no-audit', '--no-fund'];
    // What has a binary brings it in a package of its own: nothing of it runs while it is installed.
    await step(`install ${version}`, npm('install', '--ignore-scripts', ...quiet, tarball), { cwd: folder });
    const runtime = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    await step(
      `install Node ${version}`,
      npm('install', '--ignore-scripts', ...quiet, `${runtime}@${version}`),
      {
        cwd: folder,
      },
    );
    const bin = join(
      folder,
      'node_modules',
      runtime,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    check(existsSync(bin), `there is no Node ${version} for this system`);
    const { child, doors } = await started(folder, bin);
    try {
      await used(doors);
    } finally {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      check(child.exitCode === 0, `it ended with ${String(child.exitCode ?? child.signalCode)}`);
    }
    process.stdout.write(`works on Node ${version}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
