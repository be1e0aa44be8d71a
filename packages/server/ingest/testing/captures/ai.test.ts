import type { SpanObservation } from '@hubscope/core/signal';
import { openGate } from '@hubscope/core/access/testing';
import { describe, expect, it } from 'vitest';
import { createOtlpHttp } from '../../otlp/http.js';
import { WatchedIntake } from '../../otlp/testing/intake.js';
import { captured } from './captured.js';

async function taken(name: string): Promise<WatchedIntake> {
  const watched = new WatchedIntake();
  const app = createOtlpHttp({
    intake: watched.intake,
    gate: openGate,
    limits: { maxBodyBytes: 16_777_216 },
    origins: () => [],
  });
  for (const { path, headers, body } of captured(`ai/${name}`)) {
    const answer = await app.inject({ method: 'POST', url: path, headers, payload: body });
    expect(answer.statusCode).toBe(200);
  }
  await app.close();
  return watched;
}

/** A span in words: what it is an operation of, what it used, whether it failed, what it tells of the first token. */
function inWords({ component, tokensIn, tokensOut, failed, ttftMs, parentId }: SpanObservation): string {
  const words = [component === null ? 'nothing' : `${component.kind}:${component.name}`];
  if (parentId === null) words.push('root');
  if (tokensIn !== null) words.push(`${String(tokensIn)} in`);
  if (tokensOut !== null) words.push(`${String(tokensOut)} out`);
  if (ttftMs !== null && ttftMs > 0) words.push('first token');
  if (failed) words.push('failed');
  return words.join(', ');
}

/** How often each came, by what it is. */
function counted({ taken: all }: WatchedIntake): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of all) {
    if (each.type !== 'span') continue;
    const words = inWords(each);
    counts[words] = (counts[words] ?? 0) + 1;
  }
  return counts;
}

describe('spans captured from', () => {
  it.each([
    [
      'vercel-ai-sdk',
      {
        'model:tiny, 12 in, 5 out': 2,
        'tool:weather': 1,
        nothing: 3,
        'agent:answer, root': 2,
        'model:tiny, 12 in, 5 out, first token': 1,
        'model:tiny-embed, 4 in': 1,
        'model:tiny-embed, root': 1,
        'model:broken, failed': 1,
        'nothing, failed': 1,
        'agent:answer, root, failed': 1,
      },
    ],
    ...['vercel-ai-sdk-legacy', 'vercel-ai-sdk-6'].map((name): [string, Record<string, number>] => [
      name,
      {
        'tool:weather': 1,
        'model:tiny, 12 in, 5 out': 2,
        'workflow:answer, root': 3,
        'model:tiny, 12 in, 5 out, first token': 1,
        'model:tiny-embed, 4 in': 1,
        'model:broken, failed': 1,
        'workflow:answer, root, failed': 1,
      },
    ]),
    [
      'openinference-openai',
      {
        'model:tiny, root, 12 in, 5 out': 1,
        'model:tiny, root, 12 in, 5 out, first token': 1,
        'model:tiny-embed, root, 4 in': 1,
        'model:broken, root, failed': 1,
      },
    ],
    [
      'openinference-langchain',
      {
        'model:tiny, 12 in, 5 out': 2,
        'workflow:model': 2,
        'tool:weather': 1,
        'workflow:tools': 1,
        'workflow:forecaster, root': 1,
      },
    ],
    [
      'openinference-llamaindex',
      {
        'workflow:SentenceSplitter.split_text_metadata_aware': 1,
        'workflow:SentenceSplitter._parse_nodes': 1,
        'workflow:SentenceSplitter.__call__, root': 1,
        'tool:SummaryIndexRetriever._retrieve': 1,
        'tool:SummaryIndexRetriever.retrieve': 1,
        'workflow:TokenTextSplitter.split_text': 2,
        'model:tiny': 4,
        nothing: 2,
        'workflow:DefaultRefineProgram.__call__': 1,
        'workflow:CompactAndRefine.get_response': 2,
        'workflow:CompactAndRefine.synthesize': 1,
        'workflow:RetrieverQueryEngine._query': 1,
        'workflow:RetrieverQueryEngine.query, root': 1,
        'workflow:BaseWorkflowAgent.init_run': 1,
        'workflow:BaseWorkflowAgent.setup_agent': 2,
        'workflow:BaseWorkflowAgent.run_agent_step': 2,
        'workflow:BaseWorkflowAgent.parse_agent_output': 2,
        'tool:weather': 1,
        'workflow:BaseWorkflowAgent.call_tool': 1,
        'workflow:BaseWorkflowAgent.aggregate_tool_results': 1,
        'workflow:FunctionAgent.run, root': 1,
        'model:tiny, 12 in, 5 out': 1,
        'model:tiny, 12 in, 5 out, first token': 2,
      },
    ],
    [
      'openllmetry',
      {
        'tool:weather': 2,
        'agent:forecaster': 2,
        'workflow:answer, root': 1,
        'model:tiny, 12 in, 5 out': 4,
        'model:tiny-embed, 4 in': 1,
        'model:broken, failed': 1,
        'agent:forecaster, root': 2,
        'workflow:model': 2,
        'workflow:tools': 1,
      },
    ],
    [
      'langsmith',
      {
        'workflow:tools': 1,
        'tool:weather': 1,
        'workflow:model': 2,
        'model:tiny, 12 in, 5 out': 2,
        'workflow:forecaster, root': 1,
      },
    ],
  ] as const)('%s are operations of its parts', async (name, expected) => {
    const watched = await taken(name);
    expect(counted(watched)).toEqual(expected);
    expect(JSON.stringify(watched.taken)).not.toContain('secret');
    expect(watched.drops.filter((drop) => drop.includes(' content ')).length).toBeGreaterThan(0);
  });
});
