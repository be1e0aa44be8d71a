/**
 * Usage: vercel-ai-sdk.mjs genai|legacy|6 MODEL_URL. Spans of the Vercel AI SDK by its OpenTelemetry integration: OpenTelemetry's own
 * names, or its older ones; or those of its version 6, which has them built in.
 */
import { NodeSDK } from '@opentelemetry/sdk-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import * as ai from 'ai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { z } from 'zod';
const { embed, generateText, streamText, tool, stepCountIs, isStepCount } = ai;
const [what, url] = process.argv.slice(2);
const sdk = new NodeSDK({ serviceName: 'aisdk', traceExporter: new OTLPTraceExporter() });
sdk.start();
if (what !== '6') {
  const { OpenTelemetry, LegacyOpenTelemetry } = await import('@ai-sdk/otel');
  ai.registerTelemetry(what === 'genai' ? new OpenTelemetry() : new LegacyOpenTelemetry());
}
const provider = createOpenAICompatible({ name: 'local', baseURL: url, apiKey: 'none', includeUsage: true });
const telemetry = { isEnabled: true, functionId: 'answer' };
const common = {
  model: provider('tiny'),
  prompt: 'my secret question',
  maxRetries: 0,
  telemetry,
  experimental_telemetry: telemetry,
};
const weather = tool({
  description: 'The weather of a city.',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `secret sun in ${city}`,
});
console.log(
  (await generateText({ ...common, tools: { weather }, stopWhen: (stepCountIs ?? isStepCount)(3) })).text,
);
const streamed = streamText(common);
for await (const _ of streamed.textStream);
await embed({
  model: provider.textEmbeddingModel?.('tiny-embed') ?? provider.embeddingModel('tiny-embed'),
  value: 'secret text',
  telemetry,
  experimental_telemetry: telemetry,
});
await generateText({ ...common, model: provider('broken') }).catch((error) =>
  console.log('failed as asked:', error.message),
);
await sdk.shutdown();
