import { statSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { changes } from './changes.js';
import { changesLive, type LiveChangesOptions } from './client/changes.js';
import { compareLive, type CompareOptions } from './client/compare.js';
import { acting } from './client/run.js';
import { Refused, talks } from './client/server.js';
import { compareFiles } from './compare.js';
import { compareVariants } from './experiment/variants.js';
import { chance, fraction } from './csv/fraction.js';

interface EitherCompare extends CompareOptions {
  readonly variants?: string;
  readonly last?: string;
  readonly better?: 'higher' | 'lower';
  readonly tolerance: number;
}

interface EitherChanges extends LiveChangesOptions {
  readonly csv?: string;
  readonly column?: string;
}

const isFile = (text: string | undefined): text is string =>
  text !== undefined &&
  (text.endsWith('.csv') || statSync(text, { throwIfNoEntry: false })?.isFile() === true);

async function compare(options: EitherCompare): Promise<void> {
  const { before, after } = options;
  if (options.variants !== undefined) return compareVariants(options, options.variants);
  if (!isFile(before) && !isFile(after)) return compareLive(options);
  if (before === undefined || after === undefined) throw new Refused('--before and --after belong together');
  return compareFiles({ ...options, before, after });
}

async function change(options: EitherChanges): Promise<void> {
  const { csv, column } = options;
  if (csv === undefined) return changesLive(options);
  if (column === undefined) throw new Refused('--column names the column of --csv');
  return changes({ ...options, csv, column });
}

/** The commands that work on plain series without a server, and on what a server knows. */
export function addSeriesCommands(hubscope: Command): void {
  talks(hubscope.command('compare'))
    .description('What changed, by how much, how sure: of the hub now, of two stretches, or of two CSV files')
    .option('--before <what>', 'a CSV file (a header, one row a second), a stretch FROM..TO, or a baseline')
    .option('--after <what>', 'the same for what came after')
    .option('--baseline <name>', 'the hub now against this baseline (default: what it is compared with)')
    .option('--since <moment>', 'since a moment or a marker (default: the newest marker after the baseline)')
    .option('--with <name>', 'compare --baseline with this baseline')
    .option('--component <key>', 'a component, as agent:planner')
    .option('--variants <names>', 'two variants that run at once, as a,b')
    .option('--last <duration>', 'variants: how far back they are compared (default: 30m)')
    .option('--markdown', 'answer in Markdown')
    .addOption(
      new Option('--better <direction>', 'files: how a column that is no known signal is good').choices([
        'higher',
        'lower',
      ]),
    )
    .option('--tolerance <fraction>', 'files: a change within it is none', fraction, 0.01)
    .action(acting(compare));
  talks(hubscope.command('changes'))
    .description('Where the level of a hub’s signals, or of a series in a CSV file, changed')
    .option('--csv <file>', 'a series: a header, one row a second')
    .option('--column <name>', 'the column of the file')
    .option('--signal <name>', 'one signal of the hub (default: all that are compared)')
    .option('--last <duration>', 'how far back the hub is looked at (default: 24h)')
    .option('--p <chance>', 'the largest chance of a change where there is none', chance, 0.001)
    .option('--min-change <fraction>', 'the least relative change', fraction, 0.05)
    .action(acting(change));
}
