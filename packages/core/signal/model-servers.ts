import type { Mapping } from './mapping.js';

/**
 * What the pages of metrics of servers of models say, under the names that these give their metrics. Sources: vLLM 0.32
 * `v1/metrics/loggers.py`, llama.cpp b11434 `tools/server/README.md`, a page of LiteLLM 1.108.
 */
export interface ModelServer {
  readonly title: string;
  readonly metrics: readonly Omit<Mapping, 'rank'>[];
}

type Row = ModelServer['metrics'][number];

const value = (metric: string, signal: string, factor = 1): Row => ({
  metric,
  signal,
  role: 'value',
  factor,
});

/** Durations in seconds that do not tell a request that failed from others. */
const requests = (metric: string): Row => ({
  metric,
  signal: 'latency',
  role: 'operations',
  factor: 1000,
  failuresUntold: true,
});

export const modelServers: readonly ModelServer[] = [
  {
    title: 'vLLM',
    metrics: [
      requests('vllm:e2e_request_latency_seconds'),
      value('vllm:time_to_first_token_seconds', 'ttft', 1000),
      value('vllm:prompt_tokens_total', 'tokens_in'),
      value('vllm:generation_tokens_total', 'tokens_out'),
      value('vllm:num_requests_waiting', 'queue_depth'),
      value('vllm:num_requests_running', 'connections'),
    ],
  },
  {
    title: 'llama.cpp server',
    metrics: [
      value('llamacpp:prompt_tokens_total', 'tokens_in'),
      value('llamacpp:tokens_predicted_total', 'tokens_out'),
      value('llamacpp:requests_deferred', 'queue_depth'),
      value('llamacpp:requests_processing', 'connections'),
    ],
  },
  {
    title: 'LiteLLM proxy',
    metrics: [
      requests('litellm_request_total_latency_metric'),
      value('litellm_llm_api_time_to_first_token_metric', 'ttft', 1000),
      value('litellm_input_tokens_metric_total', 'tokens_in'),
      value('litellm_output_tokens_metric_total', 'tokens_out'),
      value('litellm_spend_metric_total', 'cost'),
      value('litellm_in_flight_requests', 'connections'),
    ],
  },
];
