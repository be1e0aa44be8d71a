import { mappingPreview, type MappingPreview, type WrittenMapping } from '@hubscope/core/wire';
import { ConfigError, loadConfig } from '@hubscope/server';
import { exitCodes } from '../exit-codes.js';
import { tell } from './run.js';
import { Refused, Server, type ServerOptions } from './server.js';

/** The rows of a file: a configuration, or its `mapping:` alone. @throws Refused */
async function rowsOf(file: string): Promise<readonly WrittenMapping[]> {
  try {
    const { mapping } = await loadConfig(file, {});
    if (mapping.length > 0) return mapping;
  } catch (error) {
    if (error instanceof ConfigError) throw new Refused(error.message);
    throw error;
  }
  throw new Refused(`${file} has no rows under mapping:`);
}

/** What a row looks at, and what it gives. */
function rowInWords({ metric, span, signal, component, name }: WrittenMapping): string {
  const from = metric === undefined ? `span "${span ?? ''}"` : `metric ${metric}`;
  const of = component === undefined ? [] : [`${component} by ${name ?? 'its name'}`];
  return `${from} → ${[...of, ...(signal === undefined ? [] : [signal])].join(', ')}`;
}

const count = (matched: number, span: boolean): string =>
  span
    ? `${String(matched)} ${matched === 1 ? 'kind' : 'kinds'} of spans`
    : `${String(matched)} ${matched === 1 ? 'series' : 'series'}`;

function inWords(
  rows: readonly WrittenMapping[],
  { rows: previews, seen, unmapped }: MappingPreview,
): string {
  if (seen === 0) return 'No spans or metrics have arrived in the last minute: nothing can be said.';
  const lines = rows.flatMap((row, at) => {
    const { matched, examples, unread } = previews[at] ?? { matched: 0, examples: [], unread: [] };
    const mark = matched === 0 ? '✗' : '✓';
    const said = matched === 0 ? 'nothing of the last minute' : count(matched, row.span !== undefined);
    const blind =
      unread.length === 0 ? '' : ` (by name alone: ${unread.join(', ')} is read once the row is in force)`;
    return [
      `${mark} ${rowInWords(row)}: ${said}${blind}`,
      ...examples.map(({ hub, name, attributes }) => {
        const pairs = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
        return `    ${hub}: ${name}${pairs.length === 0 ? '' : ` {${pairs.join(', ')}}`}`;
      }),
    ];
  });
  if (unmapped.length > 0) lines.push('', 'Metrics that give no signal:', `    ${unmapped.join(', ')}`);
  return lines.join('\n');
}

/**
 * `hubscope doctor --mapping FILE`: what its rows would match of the last minute. Ends with 1 where one matches nothing.
 * @throws Refused, Unreachable
 */
export async function previewOf(file: string, options: ServerOptions): Promise<void> {
  const rows = await rowsOf(file);
  const answer = await new Server(options).ask(mappingPreview, '/mapping/preview', 'POST', { mapping: rows });
  tell(options.json, answer, () => inWords(rows, answer));
  if (answer.rows.some(({ matched }) => matched === 0)) process.exitCode = exitCodes.checkFailed;
}
