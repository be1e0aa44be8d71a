import {
  communicationAttributes,
  modelServers,
  namingAlone,
  spanConventions,
  type ModelServer,
  type SpanConvention,
} from '@hubscope/core/signal';
import { format, resolveConfig } from 'prettier';

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function tokensOf({ tokensIn, tokensOut, ttft, firstToken }: SpanConvention): string[] {
  const told: string[] = [];
  if (tokensIn.length > 0) told.push(`- tokens in: ${code(tokensIn)}`);
  if (tokensOut.length > 0) told.push(`- tokens out: ${code(tokensOut)}`);
  const first = Object.entries(ttft).map(([name, factor]) => `\`${name}\` (${factor === 1 ? 'ms' : 's'})`);
  if (first.length > 0) told.push(`- time to first token: ${first.join(', ')}`);
  if (firstToken !== undefined)
    told.push(`- time to first token: from the start to the event \`${firstToken}\``);
  return told;
}

const nameIn = (attribute: string, field: string | undefined): string =>
  field === undefined ? `\`${attribute}\`` : `\`${field}\` in \`${attribute}\``;

function sectionOf(convention: SpanConvention): string[] {
  const { title, operation, operations, names, fields = {}, notOperations = [], content } = convention;
  const kinds = [...new Set(Object.values(operations))];
  return [
    `## ${title}`,
    '',
    row(`\`${operation}\``, 'kind', 'named by'),
    row('---', '---', '---'),
    ...kinds.map((kind) => {
      const values = Object.keys(operations).filter((value) => operations[value] === kind);
      return row(
        code(values),
        kind,
        [...(names[kind] ?? []).map((name) => nameIn(name, fields[name])), 'the span’s name'].join(', else '),
      );
    }),
    '',
    ...tokensOf(convention),
    ...(notOperations.length === 0
      ? []
      : [`- no operations: spans whose name ends with ${code(notOperations)}`]),
    ...(content.length === 0 ? [] : [`- left out and counted: ${code(content)}`]),
    '',
  ];
}

const signalOf = ({ role, signal }: ModelServer['metrics'][number]): string =>
  role === 'operations' ? 'operations: throughput, latency, busy' : signal;

/** The page on conventions, as Prettier leaves it. */
export async function conventionsTable(): Promise<string> {
  const text = [
    '# Conventions that are understood',
    '',
    'Made from `packages/core/signal/conventions.ts`. For anything else there is a [mapping](configuration.md#mapping).',
    '',
    'The first convention whose operation attribute has a known value decides what a span is. Tokens, cost and time to first token are taken from',
    'spans of models alone, since those around them repeat their sums.',
    '',
    ...spanConventions.flatMap(sectionOf),
    '## Without an operation',
    '',
    row('attribute', 'kind'),
    row('---', '---'),
    ...namingAlone.map(({ attribute, kind }) => row(`\`${attribute}\``, kind)),
    '',
    `A CLIENT span with one of ${code(communicationAttributes)} is time between components.`,
    '',
    '## Metrics of servers of models',
    '',
    'By [scraping](connect.md#pages-of-metrics-metrics), remote write or a Collector. None of them says which of the requests that it timed failed: the error rate is unknown.',
    'LiteLLM times only requests that succeeded. Ollama has no page of metrics: what calls it tells of it, in spans or through LiteLLM.',
    '',
    row('server', 'metric', 'signal'),
    row('---', '---', '---'),
    ...modelServers.flatMap(({ title, metrics }) =>
      metrics.map((each) => row(title, `\`${each.metric}\``, signalOf(each))),
    ),
    '',
  ].join('\n');
  const page = new URL('../../../../../docs/conventions.md', import.meta.url);
  return format(text, { ...(await resolveConfig(page)), parser: 'markdown' });
}
