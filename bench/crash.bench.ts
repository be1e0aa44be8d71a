/** A server with a day stored that is killed at random moments under load: `--kills N` (100), `--data FOLDER` (of `npm run simulate -- --keep FOLDER`, copied; else it makes a day), `--seed N` (1). */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killAgain } from './crash/lives.js';
import { runDay } from './day/run.js';
import { quantile, report } from './harness/report.js';
import { Random } from './simulation/random.js';

const { values: args } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    data: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'hubscope-crash-'));
const random = new Random(Number(args.seed));
try {
  if (args.data !== undefined) cpSync(args.data, folder, { recursive: true });
  else {
    process.stdout.write('a day of 20 components is made …\n');
    const plan = { name: 'simulated', components: 20, operations: 10, seed: 1, spikeAt: null };
    await runDay({ folder, hubs: [plan], to: Math.floor(Date.now() / 1000), seconds: 86_400 });
  }
  const kills = Number(args.kills);
  const { ledger, starts, wrong } = await killAgain({
    folder,
    kills,
    // Every fifth lives long enough for its viewer to know something.
    lifeMs: (life) => (life % 5 === 4 ? 4000 : 50) + 2000 * random.uniform(),
  });
  for (const sentence of wrong) process.stderr.write(`${sentence}\n`);
  const seconds = (share: number): number | null => {
    const found = quantile(starts, share);
    return found === null ? null : found / 1000;
  };
  report('crash', [
    { name: 'kills', title: 'kills', value: kills, unit: '' },
    { name: 'lost', title: 'lost, or made up', value: wrong.length, unit: '', under: 1 },
    {
      name: 'acknowledged',
      title: 'markers and imports that were answered',
      value: ledger.acknowledged,
      unit: '',
    },
    { name: 'cut', title: 'imports that a kill cut off', value: ledger.cut, unit: '' },
    { name: 'seen', title: 'seconds that a viewer had seen', value: ledger.seen, unit: '' },
    { name: 'down', title: 'whole seconds in which no server ran', value: ledger.down, unit: '' },
    { name: 'start_median_s', title: 'a start with a day stored, median', value: seconds(0.5), unit: 's' },
    {
      name: 'start_p95_s',
      title: 'a start with a day stored, P95',
      value: seconds(0.95),
      unit: 's',
      under: 2,
    },
    { name: 'start_max_s', title: 'a start with a day stored, longest', value: seconds(1), unit: 's' },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
