/** What keeping a thousand components costs, and whether the past disturbs the present: `--components N` (1000), `--seconds N` (60), `--written N` (600), `--every MS` (250). */
import { parseArgs } from 'node:util';
import { quantile, report, type Figure } from './harness/report.js';
import { ticksOf } from './store/ticks.js';
import { timedWrites } from './store/writes.js';

const { values: args } = parseArgs({
  options: {
    components: { type: 'string', default: '1000' },
    /** With and without work on the past, each. */
    seconds: { type: 'string', default: '60' },
    /** Seconds of event time, of which one is written each so many ms. */
    written: { type: 'string', default: '600' },
    every: { type: 'string', default: '250' },
  },
});
const components = Number(args.components);

process.stdout.write(`${args.written} seconds of ${args.components} components are written …\n`);
const writes = await timedWrites(components, Number(args.written), Number(args.every));
process.stdout.write(`a server with ${args.components} components answers pings …\n`);
const ticks = await ticksOf(components, Number(args.seconds));

const ms = (
  name: string,
  title: string,
  values: readonly number[],
  share: number,
  under?: number,
): Figure => {
  const figure = { name, title, value: quantile(values, share), unit: 'ms' };
  return under === undefined ? figure : { ...figure, under };
};
report('store', [
  { name: 'components', title: 'components', value: components, unit: '' },
  ms('write_p50_ms', 'writing a second of them, p50', writes.took, 0.5),
  ms('write_p95_ms', 'writing a second of them, p95', writes.took, 0.95, 10),
  ms('write_max_ms', 'writing a second of them, longest', writes.took, 1),
  ms('write_cpu_p50_ms', '… CPU time of it, p50', writes.cpu, 0.5),
  ms('write_cpu_p95_ms', '… CPU time of it, p95', writes.cpu, 0.95),
  ms('quiet_p99_ms', 'a ping of a viewer, p99', ticks.quiet, 0.99),
  ms('quiet_max_ms', 'a ping of a viewer, longest', ticks.quiet, 1),
  ms('busy_p99_ms', '… while 30 days are asked, exported and backed up, p99', ticks.busy, 0.99),
  ms('busy_max_ms', '… while 30 days are asked, exported and backed up, longest', ticks.busy, 1, 50),
  { name: 'queries', title: 'queries of 30 days meanwhile', value: ticks.queries, unit: '' },
  { name: 'exports', title: 'exports of 30 days meanwhile', value: ticks.exports, unit: '' },
  { name: 'backups', title: 'backups meanwhile', value: ticks.backups, unit: '' },
]);
