import type { ComponentKind } from './component.js';

/**
 * How the spans of AI systems become operations of components: a row a convention. Sources: OpenTelemetry semantic conventions
 * for generative AI and MCP, OpenInference's `semantic_conventions`, OpenLLMetry's `semconv_ai`, the AI SDK's page on telemetry,
 * LangSmith's OpenTelemetry exporter. The table in `docs/conventions.md` is made from this one.
 */
export interface SpanConvention {
  readonly title: string;
  /** The attribute whose value says what an operation is. */
  readonly operation: string;
  /** What each of its values means. */
  readonly operations: Readonly<Record<string, ComponentKind>>;
  /** Endings of the names of spans that call themselves an operation and are none. */
  readonly notOperations?: readonly string[];
  /** The attributes that name a component of each kind, the first that is there; else the span's name does. */
  readonly names: Readonly<Partial<Record<ComponentKind, readonly string[]>>>;
  /** Those of them that hold a JSON object, and its field that names. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Tokens of a model's operation, the first attribute that is there. */
  readonly tokensIn: readonly string[];
  readonly tokensOut: readonly string[];
  /** Time from request to first token, and what makes ms of it. */
  readonly ttft: Readonly<Record<string, number>>;
  /** The span's event that marks the first token, where no attribute tells. */
  readonly firstToken?: string;
  /** What users and models said, and what tools were given: never kept. `*` stands for any ending. */
  readonly content: readonly string[];
}

const genAiNames = {
  agent: ['gen_ai.agent.name', 'gen_ai.agent.id'],
  tool: ['gen_ai.tool.name'],
  model: ['gen_ai.request.model', 'gen_ai.response.model'],
  workflow: ['gen_ai.workflow.name'],
} as const;
const genAiTokens = {
  tokensIn: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  tokensOut: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
} as const;
const genAiContent = [
  'gen_ai.prompt',
  'gen_ai.prompt.*',
  'gen_ai.completion',
  'gen_ai.completion.*',
] as const;

/** In the order in which they are asked: the first whose operation attribute has a known value decides. */
export const spanConventions: readonly SpanConvention[] = [
  {
    title: 'OpenTelemetry GenAI',
    operation: 'gen_ai.operation.name',
    operations: {
      chat: 'model',
      text_completion: 'model',
      generate_content: 'model',
      embeddings: 'model',
      rerank: 'model',
      invoke_agent: 'agent',
      create_agent: 'agent',
      execute_tool: 'tool',
      retrieval: 'tool',
      invoke_workflow: 'workflow',
    },
    names: { ...genAiNames, tool: ['gen_ai.tool.name', 'gen_ai.data_source.id'] },
    ...genAiTokens,
    ttft: {
      'gen_ai.response.time_to_first_chunk': 1000,
      'gen_ai.client.operation.time_to_first_chunk': 1000,
      'gen_ai.server.time_to_first_token': 1000,
    },
    content: [
      'gen_ai.input.messages',
      'gen_ai.output.messages',
      'gen_ai.system_instructions',
      'gen_ai.tool.definitions',
      'gen_ai.tool.call.arguments',
      'gen_ai.tool.call.result',
      'gen_ai.retrieval.documents',
      'gen_ai.retrieval.query.text',
      'gen_ai.task.input',
      'gen_ai.task.output',
      ...genAiContent,
    ],
  },
  {
    title: 'Vercel AI SDK',
    operation: 'ai.operationId',
    operations: {
      'ai.generateText': 'workflow',
      'ai.streamText': 'workflow',
      'ai.generateObject': 'workflow',
      'ai.streamObject': 'workflow',
      'ai.embed': 'workflow',
      'ai.embedMany': 'workflow',
      'ai.rerank': 'workflow',
      'ai.generateText.doGenerate': 'model',
      'ai.streamText.doStream': 'model',
      'ai.generateObject.doGenerate': 'model',
      'ai.streamObject.doStream': 'model',
      'ai.embed.doEmbed': 'model',
      'ai.embedMany.doEmbed': 'model',
      'ai.rerank.doRerank': 'model',
      'ai.toolCall': 'tool',
    },
    names: {
      model: ['gen_ai.request.model', 'ai.model.id'],
      tool: ['ai.toolCall.name'],
      workflow: ['ai.telemetry.functionId'],
    },
    tokensIn: [
      'gen_ai.usage.input_tokens',
      'ai.usage.inputTokens',
      'ai.usage.promptTokens',
      'ai.usage.tokens',
    ],
    tokensOut: ['gen_ai.usage.output_tokens', 'ai.usage.outputTokens', 'ai.usage.completionTokens'],
    ttft: { 'ai.response.msToFirstChunk': 1 },
    content: [
      'ai.prompt',
      'ai.prompt.*',
      'ai.response.text',
      'ai.response.object',
      'ai.response.reasoning',
      'ai.response.toolCalls',
      'ai.response.files',
      'ai.result.*',
      'ai.toolCall.args',
      'ai.toolCall.input',
      'ai.toolCall.result',
      'ai.toolCall.output',
      'ai.value',
      'ai.values',
      'ai.embedding',
      'ai.embeddings',
      'ai.documents',
      'ai.ranking',
      'ai.schema',
    ],
  },
  {
    title: 'OpenInference (Phoenix)',
    operation: 'openinference.span.kind',
    operations: {
      LLM: 'model',
      EMBEDDING: 'model',
      RERANKER: 'model',
      AGENT: 'agent',
      TOOL: 'tool',
      RETRIEVER: 'tool',
      GUARDRAIL: 'tool',
      EVALUATOR: 'tool',
      CHAIN: 'workflow',
    },
    // LlamaIndex puts together what it will ask a model, as a span of its own.
    notOperations: ['._prepare_chat_with_tools'],
    names: {
      agent: ['agent.name', 'graph.node.name'],
      tool: ['tool.name'],
      // The model that was asked for: the one that answered has a date in its name, and a call that failed has none.
      model: [
        'llm.invocation_parameters',
        'embedding.invocation_parameters',
        'llm.model_name',
        'embedding.model_name',
        'reranker.model_name',
      ],
      workflow: ['graph.node.name'],
    },
    fields: { 'llm.invocation_parameters': 'model', 'embedding.invocation_parameters': 'model' },
    tokensIn: ['llm.token_count.prompt'],
    tokensOut: ['llm.token_count.completion'],
    ttft: {},
    firstToken: 'First Token Stream Event',
    content: [
      'input.value',
      'output.value',
      'llm.input_messages.*',
      'llm.output_messages.*',
      'llm.prompts.*',
      'llm.choices.*',
      'llm.prompt_template.*',
      'llm.function_call',
      'llm.tools.*',
      'embedding.embeddings.*',
      'embedding.text',
      'retrieval.documents.*',
      'reranker.query',
      'reranker.input_documents.*',
      'reranker.output_documents.*',
      'tool.parameters',
    ],
  },
  {
    title: 'OpenLLMetry (Traceloop): workflows, agents, tools',
    operation: 'traceloop.span.kind',
    operations: { workflow: 'workflow', task: 'workflow', agent: 'agent', tool: 'tool' },
    names: {
      agent: ['traceloop.entity.name'],
      tool: ['traceloop.entity.name'],
      workflow: ['traceloop.entity.name', 'traceloop.workflow.name'],
    },
    tokensIn: [],
    tokensOut: [],
    ttft: {},
    content: ['traceloop.entity.input', 'traceloop.entity.output', 'traceloop.prompt.template*'],
  },
  {
    title: 'OpenLLMetry (Traceloop): models',
    operation: 'llm.request.type',
    operations: { chat: 'model', completion: 'model', embedding: 'model', rerank: 'model' },
    names: { model: ['gen_ai.request.model', 'llm.request.model', 'gen_ai.response.model'] },
    tokensIn: [...genAiTokens.tokensIn, 'llm.usage.prompt_tokens'],
    tokensOut: [...genAiTokens.tokensOut, 'llm.usage.completion_tokens'],
    ttft: {},
    content: [...genAiContent, 'llm.prompts', 'llm.completions', 'llm.request.functions.*'],
  },
  {
    title: 'LangSmith (LangChain, LangGraph)',
    operation: 'langsmith.span.kind',
    operations: { llm: 'model', embedding: 'model', tool: 'tool', retriever: 'tool', chain: 'workflow' },
    names: { model: genAiNames.model, tool: genAiNames.tool },
    ...genAiTokens,
    ttft: {},
    content: [...genAiContent, 'gen_ai.tool.message.content'],
  },
];

/** Attributes of which any alone tells what a span is, where no convention's operation does; the first that is there. */
export const namingAlone: readonly { readonly attribute: string; readonly kind: ComponentKind }[] = [
  { attribute: 'mcp.method.name', kind: 'mcp' },
  { attribute: 'gen_ai.tool.name', kind: 'tool' },
  { attribute: 'gen_ai.request.model', kind: 'model' },
  { attribute: 'gen_ai.agent.name', kind: 'agent' },
];

/** Attributes that make a client span time between components. */
export const communicationAttributes = [
  'rpc.system',
  'rpc.system.name',
  'mcp.method.name',
  'messaging.system',
] as const;
