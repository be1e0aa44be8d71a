import { Option, type Command } from 'commander';
import { changes, type ChangesOptions } from './changes.js';
import { compareFiles, type CompareFilesOptions } from './compare.js';
import { chance, fraction } from './csv/fraction.js';

/** The commands on plain series, which need no server. */
export function addSeriesCommands(hubscope: Command): void {
  hubscope
    .command('compare')
    .description('Compare two CSV files (a header, one row a second): what changed, by how much, how sure')
    .requiredOption('--before <file>', 'the series before')
    .requiredOption('--after <file>', 'the series after')
    .addOption(
      new Option('--better <direction>', 'how a column that is no known signal is good').choices([
        'higher',
        'lower',
      ]),
    )
    .option('--tolerance <fraction>', 'a change within it is none', fraction, 0.01)
    .option('--json', 'print JSON')
    .action((options: CompareFilesOptions) => compareFiles(options));
  hubscope
    .command('changes')
    .description('Find where the level of a series in a CSV file changed')
    .requiredOption('--csv <file>', 'the series: a header, one row a second')
    .requiredOption('--column <name>', 'the column')
    .option('--p <chance>', 'the largest chance of a change where there is none', chance, 0.001)
    .option('--min-change <fraction>', 'the least relative change', fraction, 0.05)
    .option('--json', 'print JSON')
    .action((options: ChangesOptions) => changes(options));
}
