import { describe, expect, it } from 'vitest';
import { became } from './testing/became.js';
import { WatchedIntake } from './testing/intake.js';
import { metricsOf, post, spanOf, tracesOf } from './testing/request.js';

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

  it('are not shown parameters that may hold the tools that a model was offered', async () => {
    const watched = new WatchedIntake();
    const parameters = '{"model": "gpt-5", "tools": [{"name": "secret"}]}';
    const attributes = { 'openinference.span.kind': 'LLM', 'llm.invocation_parameters': parameters };
    await post(watched, '/v1/traces', tracesOf([spanOf('ChatOpenAI', attributes)]));
    expect(watched.intake.seen()).toMatchObject([{ attributes: { 'openinference.span.kind': 'LLM' } }]);
    expect(JSON.stringify([watched.intake.seen(), watched.taken])).not.toContain('secret');
  });

  it('are shown attributes of metrics without what looks like a person or a secret', async () => {
    const watched = new WatchedIntake();
    const attributes = [
      { key: 'user', value: { stringValue: 'ada@example.com' } },
      { key: 'queue', value: { stringValue: 'main' } },
    ];
    const dataPoints = [{ timeUnixNano: '1700000000000000000', asDouble: 1, attributes }];
    await post(watched, '/v1/metrics', metricsOf([{ name: 'app.jobs', gauge: { dataPoints } }]));
    const [seen] = watched.intake.seen();
    expect(seen?.attributes['queue']).toBe('main');
    expect(JSON.stringify(seen)).not.toContain('ada@');
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
        door: 'otlp',
        type: 'metric',
        name: 'queue_depth',
        attributes: { queue: 'main' },
        signals: ['queue_depth'],
      },
      {
        hub: 'shop',
        door: 'otlp',
        type: 'metric',
        name: 'app.jobs',
        attributes: { queue: 'main' },
        signals: [],
      },
      {
        hub: 'shop',
        door: 'otlp',
        type: 'span',
        name: 'chat',
        attributes: { 'gen_ai.operation.name': 'chat' },
        signals: [],
      },
    ]);
  });
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
