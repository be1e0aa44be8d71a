import { spanConventions } from '@hubscope/core/signal';
import { describe, expect, it } from 'vitest';
import { conventionsTable } from './testing/conventions-table.js';
import { WatchedIntake } from './testing/intake.js';
import { metricsOf, post, spanOf, tracesOf, type Written } from './testing/request.js';

/** What one span became. */
async function became(name: string, attributes: Written, more: object = {}) {
  const watched = new WatchedIntake(more);
  await post(watched, '/v1/traces', tracesOf([spanOf(name, attributes)]));
  const [made] = watched.taken;
  if (made?.type !== 'span') throw new Error('it became no span');
  const { component, tokensIn, tokensOut, ttftMs } = made;
  return {
    made,
    watched,
    is: component === null ? null : `${component.kind}:${component.name}`,
    tokensIn,
    tokensOut,
    ttftMs,
  };
}

describe('spans of AI systems, as these emit them, become operations of', () => {
  it.each([
    [
      'GenAI, newer names',
      'chat gpt-5',
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-5',
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 3,
        'gen_ai.response.time_to_first_chunk': 0.25,
      },
      'model:gpt-5',
      12,
      3,
      250,
    ],
    [
      'GenAI, older names',
      'chat gpt-4',
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4',
        'gen_ai.usage.prompt_tokens': 12,
        'gen_ai.usage.completion_tokens': 3,
      },
      'model:gpt-4',
      12,
      3,
      null,
    ],
    [
      'GenAI, an agent',
      'invoke_agent planner',
      {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'planner',
        'gen_ai.usage.input_tokens': 99,
      },
      'agent:planner',
      null,
      null,
      null,
    ],
    [
      'GenAI, an agent without a name',
      'invoke_agent',
      { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.id': 'asst_1' },
      'agent:asst_1',
      null,
      null,
      null,
    ],
    [
      'GenAI, a tool',
      'execute_tool search',
      { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' },
      'tool:search',
      null,
      null,
      null,
    ],
    [
      'GenAI, a workflow',
      'invoke_workflow triage',
      { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': 'triage' },
      'workflow:triage',
      null,
      null,
      null,
    ],
    [
      'GenAI, embeddings',
      'embeddings',
      { 'gen_ai.operation.name': 'embeddings', 'gen_ai.request.model': 'e5', 'gen_ai.usage.input_tokens': 7 },
      'model:e5',
      7,
      null,
      null,
    ],
    ['MCP', 'initialize', { 'mcp.method.name': 'initialize' }, 'mcp:initialize', null, null, null],
    [
      'MCP, a tool',
      'tools/call search',
      {
        'mcp.method.name': 'tools/call',
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'search',
      },
      'tool:search',
      null,
      null,
      null,
    ],
    [
      'Vercel AI SDK, a model',
      'ai.streamText.doStream',
      {
        'ai.operationId': 'ai.streamText.doStream',
        'ai.model.id': 'gpt-5',
        'ai.usage.promptTokens': 5,
        'ai.usage.completionTokens': 6,
        'ai.response.msToFirstChunk': 120.5,
      },
      'model:gpt-5',
      5,
      6,
      120.5,
    ],
    [
      'Vercel AI SDK, what calls it',
      'ai.generateText',
      {
        'ai.operationId': 'ai.generateText',
        'ai.telemetry.functionId': 'answer',
        'ai.model.id': 'gpt-5',
        'ai.usage.promptTokens': 5,
      },
      'workflow:answer',
      null,
      null,
      null,
    ],
    [
      'Vercel AI SDK, a tool',
      'ai.toolCall',
      { 'ai.operationId': 'ai.toolCall', 'ai.toolCall.name': 'weather' },
      'tool:weather',
      null,
      null,
      null,
    ],
    [
      'OpenInference, a model',
      'ChatCompletion',
      {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-5',
        'llm.token_count.prompt': 8,
        'llm.token_count.completion': 9,
      },
      'model:gpt-5',
      8,
      9,
      null,
    ],
    [
      "OpenInference, LangGraph's node",
      'agent',
      { 'openinference.span.kind': 'CHAIN' },
      'workflow:agent',
      null,
      null,
      null,
    ],
    [
      "OpenInference, LlamaIndex' retriever",
      'VectorIndexRetriever.retrieve',
      { 'openinference.span.kind': 'RETRIEVER' },
      'tool:VectorIndexRetriever.retrieve',
      null,
      null,
      null,
    ],
    [
      'OpenInference, an agent',
      'AgentExecutor',
      { 'openinference.span.kind': 'AGENT', 'agent.name': 'helper' },
      'agent:helper',
      null,
      null,
      null,
    ],
    [
      'OpenLLMetry, a workflow',
      'joke.workflow',
      { 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'joke' },
      'workflow:joke',
      null,
      null,
      null,
    ],
    [
      'OpenLLMetry, an agent',
      'x.agent',
      { 'traceloop.span.kind': 'agent', 'traceloop.entity.name': 'x', 'traceloop.workflow.name': 'joke' },
      'agent:x',
      null,
      null,
      null,
    ],
    [
      'OpenLLMetry, a model',
      'openai.chat',
      {
        'llm.request.type': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.prompt_tokens': 1,
        'gen_ai.usage.completion_tokens': 2,
      },
      'model:gpt-4o',
      1,
      2,
      null,
    ],
    [
      'LangSmith, a chain',
      'RunnableSequence',
      { 'langsmith.span.kind': 'chain' },
      'workflow:RunnableSequence',
      null,
      null,
      null,
    ],
    [
      'LangSmith, a model',
      'ChatOpenAI',
      { 'langsmith.span.kind': 'llm', 'gen_ai.request.model': 'gpt-5', 'gen_ai.usage.input_tokens': 4 },
      'model:gpt-5',
      4,
      null,
      null,
    ],
    ['nothing that is known', 'GET', { 'http.request.method': 'GET' }, null, null, null, null],
  ] as const)('%s', async (_, name, attributes, is, tokensIn, tokensOut, ttftMs) => {
    expect(await became(name, attributes)).toMatchObject({ is, tokensIn, tokensOut, ttftMs });
  });
});

describe('what users, models and tools said', () => {
  const contents = spanConventions
    .flatMap(({ content }) => content)
    .map((name) => name.replace('*', '0.text'));

  it.each([...new Set(contents)])('is left out and counted: %s', async (name) => {
    const { made, watched } = await became('chat', { 'gen_ai.operation.name': 'chat', [name]: 'my secret' });
    expect(JSON.stringify(made)).not.toContain('secret');
    expect(watched.drops).toEqual(['shop content 1']);
  });

  it('is kept where the configuration says so', async () => {
    const privacy = { redact: [], attributes: ['gen_ai.input.messages', 'tenant'] };
    const attributes = {
      'gen_ai.input.messages': 'hello ann@example.org',
      tenant: 7,
      'gen_ai.output.messages': 'no',
    };
    const { made, watched } = await became('chat', attributes, { privacy });
    expect(made.attributes).toEqual({ 'gen_ai.input.messages': 'hello [redacted]', tenant: 7 });
    expect(watched.drops).toEqual(['shop content 1']);
  });

  it.each([
    ['an address', 'ask ann.b@example.org', 'ask [redacted]'],
    ['a key', 'sk-proj-0123456789abcdefghij', '[redacted]'],
    ['a token', 'Bearer abcdefghijklm', '[redacted]'],
    ['what the configuration names', 'patient 4711', '[redacted]'],
    ['nothing else', 'risk-assessment of desk-lamp', 'risk-assessment of desk-lamp'],
  ])('is redacted in names that are kept: %s', async (_, given, kept) => {
    const privacy = { redact: [String.raw`patient \d+`], attributes: [] };
    const { is } = await became(
      'x',
      { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': given },
      { privacy },
    );
    expect(is).toBe(`tool:${kept}`);
  });
});

describe('cost', () => {
  const prices = [
    { model: 'gpt-*', input: 1, output: 10 },
    { model: 'gpt-5', input: 2, output: 20 },
  ];
  const tokens = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 100,
  };
  it.each([
    ['gpt-5', 0.004],
    ['gpt-4o', 0.002],
    ['llama', null],
  ])('of %s is by the price that fits best', async (model, cost) => {
    const { made } = await became('chat', { ...tokens, 'gen_ai.request.model': model }, { prices });
    if (cost === null) expect(made.cost).toBeNull();
    else expect(made.cost).toBeCloseTo(cost, 12);
  });
});

describe('rows of a configuration', () => {
  it('make operations of spans and read values from them', async () => {
    const spanMappings = [
      {
        span: 'job *',
        attributes: { lane: 'fast' },
        component: { kind: 'agent', name: 'worker' },
        signal: null,
      },
      {
        span: 'job *',
        attributes: {},
        component: null,
        signal: { name: 'rows', fold: 'sum', value: 'rows', factor: 2 },
      },
      {
        span: 'job *',
        attributes: {},
        component: null,
        signal: { name: 'job_ms', fold: 'distribution', value: null, factor: 1 },
      },
    ] as const;
    const { made, is } = await became('job 7', { lane: 'fast', worker: 'w1', rows: 21 }, { spanMappings });
    expect(is).toBe('agent:w1');
    expect(made.values).toEqual([
      { signal: 'rows', value: 42, fold: 'sum' },
      { signal: 'job_ms', value: 40, fold: 'distribution' },
    ]);
    expect((await became('job 7', { lane: 'slow' }, { spanMappings })).is).toBeNull();
  });

  it('are shown what arrived, whether a signal is made of it or not', async () => {
    const watched = new WatchedIntake();
    const gauge = (name: string, attributes: object[]) => ({
      name,
      gauge: { dataPoints: [{ timeUnixNano: '1700000000000000000', asDouble: 1, attributes }] },
    });
    const attributes = [{ key: 'queue', value: { stringValue: 'main' } }];
    await post(
      watched,
      '/v1/metrics',
      metricsOf([gauge('queue_depth', attributes), gauge('app.jobs', attributes)]),
    );
    await post(watched, '/v1/traces', tracesOf([spanOf('chat', { 'gen_ai.operation.name': 'chat' })]));
    expect(watched.intake.seen()).toEqual([
      {
        hub: 'shop',
        type: 'metric',
        name: 'queue_depth',
        attributes: { queue: 'main' },
        signals: ['queue_depth'],
      },
      { hub: 'shop', type: 'metric', name: 'app.jobs', attributes: { queue: 'main' }, signals: [] },
      {
        hub: 'shop',
        type: 'span',
        name: 'chat',
        attributes: { 'gen_ai.operation.name': 'chat' },
        signals: [],
      },
    ]);
  });
});

// After a change of the conventions: npx vitest run packages/server/ingest/otlp/conventions.test.ts --update
it('docs/conventions.md says what the table says', async () => {
  await expect(await conventionsTable()).toMatchFileSnapshot('../../../../docs/conventions.md');
});

describe('a variant', () => {
  it('is named by the span', async () => {
    const { made } = await became('ask', { 'hub.variant': 'b' });
    expect(made.variant).toEqual({ kind: 'variant', name: 'b' });
  });

  it('is none where nobody names it', async () => {
    expect((await became('ask', {})).made.variant).toBeNull();
  });
});
