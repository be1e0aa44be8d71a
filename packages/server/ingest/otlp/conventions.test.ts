import { spanConventions } from '@hubscope/core/signal';
import { describe, expect, it } from 'vitest';
import { became } from './testing/became.js';
import { conventionsTable } from './testing/conventions-table.js';

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
      'Vercel AI SDK, a model that ranks',
      'ai.rerank.doRerank',
      { 'ai.operationId': 'ai.rerank.doRerank', 'ai.model.id': 'rerank-v3.5' },
      'model:rerank-v3.5',
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
      'OpenInference, a model that answers by the name of a release',
      'ChatCompletion',
      {
        'openinference.span.kind': 'LLM',
        'llm.invocation_parameters': '{"model": "gpt-4o", "stream": false}',
        'llm.model_name': 'gpt-4o-2024-08-06',
      },
      'model:gpt-4o',
      null,
      null,
      null,
    ],
    [
      'OpenInference, a model that was offered more tools than a value may be long',
      'ChatOpenAI',
      {
        'openinference.span.kind': 'LLM',
        'llm.invocation_parameters': `{"stream":false,"top_p":-1e-3,"stop":null,"model":"gpt-4o","tools":["${'x'.repeat(9000)}"]}`,
        'llm.model_name': 'gpt-4o-2024-08-06',
      },
      'model:gpt-4o',
      null,
      null,
      null,
    ],
    [
      'OpenInference, a call that failed',
      'ChatCompletion',
      { 'openinference.span.kind': 'LLM', 'llm.invocation_parameters': '{"model": "gpt-4o"}' },
      'model:gpt-4o',
      null,
      null,
      null,
    ],
    ...[
      '{"model": "gpt-',
      '{"temperature": 1}',
      '{"model": {}}',
      '["model"]',
      'null',
      'x'.repeat(20_000),
    ].map(
      (parameters) =>
        [
          `OpenInference, parameters that name no model: ${parameters.slice(0, 20)}`,
          'ChatCompletion',
          {
            'openinference.span.kind': 'LLM',
            'llm.invocation_parameters': parameters,
            'llm.model_name': 'gpt-5',
          },
          'model:gpt-5',
          null,
          null,
          null,
        ] as const,
    ),
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
      'OpenInference, what LlamaIndex does before it asks a model',
      'OpenAI._prepare_chat_with_tools',
      { 'openinference.span.kind': 'LLM', 'llm.model_name': 'gpt-5' },
      null,
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

// After a change of the conventions: npx vitest run packages/server/ingest/otlp/conventions.test.ts --update
it('docs/conventions.md says what the table says', async () => {
  await expect(await conventionsTable()).toMatchFileSnapshot('../../../../docs/conventions.md');
});
