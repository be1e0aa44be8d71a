/** A second `npm start`: from the command to its `ready` line: `--runs N` (5). */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { quantile, report } from './harness/report.js';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const manifest = createRequire(import.meta.url).resolve('hubscope/package.json');
const root = join(dirname(manifest), '..', '..');
/** Past this nothing is measured any more, ms. */
const patienceMs = 120_000;

/** Runs `npm start` until it is ready; answers how long that took and how long until the sample hub had its door open, ms. */
async function once(): Promise<{ ready: number; sample: number }> {
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    // A group of its own: npm hands signals on to the server, but a shell between them may not.
    detached: true,
    env: {
      ...process.env,
      HUBSCOPE_DASHBOARD_PORT: '0',
      HUBSCOPE_API_PORT: '0',
      HUBSCOPE_OTLP_HTTP_PORT: '0',
      HUBSCOPE_OTLP_GRPC_PORT: '0',
      HUBSCOPE_STATSD_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const lines = createInterface({ input: child.stdout });
  const said = (pattern: RegExp): Promise<number> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`nothing like ${String(pattern)} within ${String(patienceMs)} ms`));
      }, patienceMs);
      lines.on('line', (line) => {
        if (!pattern.test(line)) return;
        clearTimeout(late);
        resolve(performance.now() - begun);
      });
    });
  try {
    const [ready, sample] = await Promise.all([said(/^ready \{/), said(/^sample hub\s+switches at/)]);
    return { ready, sample };
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await gone;
  }
}

// The first one may have to install or build.
const first = await once();
const runs = [];
for (let run = 0; run < Number(values.runs); run += 1) runs.push(await once());
const ready = runs.map((run) => run.ready / 1000);
report('start', [
  { name: 'first_s', title: 'this first start', value: first.ready / 1000, unit: 's' },
  {
    name: 'ready_median_s',
    title: 'a start after it, median',
    value: quantile(ready, 0.5),
    unit: 's',
    under: 3,
  },
  { name: 'ready_max_s', title: 'a start after it, longest', value: quantile(ready, 1), unit: 's', under: 3 },
  {
    name: 'sample_median_s',
    title: 'until the sample hub works, median',
    value: quantile(
      runs.map((run) => run.sample / 1000),
      0.5,
    ),
    unit: 's',
  },
]);
