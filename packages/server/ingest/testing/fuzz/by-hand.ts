import { JsonReader } from '../../otlp/json.js';
import { jsonRequests } from '../../otlp/json-messages.js';
import { attributesOf, metricsOf, spanOf, tracesOf, type Written } from '../../otlp/testing/request.js';
import { timeMs } from './payloads.js';

/* What the stock SDK for Node does not write: entities, sampled spans, first tokens, exponential histograms, exemplars. */

type Request = { readonly protobuf: Buffer; readonly json: Buffer };

const resource = {
  attributes: attributesOf({ 'service.name': 'shop', 'container.id': 'c1', 'container.name': 'blue' }),
  entityRefs: [
    { type: 'service', idKeys: ['service.name'] },
    { type: 'container', idKeys: ['container.id'], descriptionKeys: ['container.name', 'missing'] },
  ],
};

/** A request in both encodings, of a resource that has entities. */
function requestOf(signal: 'traces' | 'metrics' | 'logs', request: object): Request {
  const json = Buffer.from(
    JSON.stringify(request, (key, value: unknown) => (key === 'resource' ? resource : value)),
  );
  // Its bytes are written over by the next one.
  return { json, protobuf: Buffer.from(new JsonReader().protobuf(json, jsonRequests[signal])) };
}

/** A moment so many ms before all that there is. */
const nano = (before: number): string => `${String(timeMs - before)}000000`;

const times = { startTimeUnixNano: nano(200), endTimeUnixNano: nano(10) };
const model: Written = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'small',
  'gen_ai.usage.input_tokens': 120,
  'gen_ai.server.time_to_first_token': 0.25,
};

/** Spans of a sampler, with their service's own and what it sends and receives. */
export const sampledSpans = (): Request =>
  requestOf(
    'traces',
    tracesOf([
      spanOf('GET /', { 'http.route': '/' }, { ...times, kind: 2, parentSpanId: '', traceState: 'ot=th:8' }),
      spanOf('chat small', model, { ...times, traceState: 'other=1,ot=rv:abcdef01234567;th:fd70a4' }),
      spanOf(
        'publish',
        { 'messaging.system': 'kafka' },
        { ...times, kind: 4, traceState: 'ot=th:ffffffffffffff' },
      ),
      spanOf('receive', {}, { ...times, kind: 5, status: { code: 2 } }),
    ]),
  );

/** A deployment, and a record that is nothing. */
export const records = (): Request =>
  requestOf('logs', {
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            logRecords: [
              { timeUnixNano: nano(20), eventName: 'deployment', body: { stringValue: 'release 8' } },
              { observedTimeUnixNano: nano(10), body: { stringValue: 'hello' } },
            ],
          },
        ],
      },
    ],
  });

const durations = 'http.server.request.duration';
const exemplars = [
  {
    timeUnixNano: nano(15),
    asDouble: 0.02,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
  },
];

function exponential(temporality: number, rest: object): object {
  const point = {
    startTimeUnixNano: nano(1000),
    timeUnixNano: nano(10),
    attributes: attributesOf({ 'http.route': '/' }),
    zeroCount: '1',
    exemplars,
    ...rest,
  };
  return { aggregationTemporality: temporality, dataPoints: [point] };
}

const positive = (offset: number, ...bucketCounts: string[]): object => ({ offset, bucketCounts });

/** Histograms that are merged in one second: of several scales, and with bounds. */
export const histograms = (): Request =>
  requestOf(
    'metrics',
    metricsOf([
      {
        name: durations,
        exponentialHistogram: exponential(1, { scale: 6, positive: positive(-300, '1', '0', '2'), sum: 0.1 }),
      },
      {
        name: durations,
        exponentialHistogram: exponential(2, {
          scale: 3,
          positive: positive(-20, '4', '1'),
          attributes: attributesOf({ 'http.route': '/b' }),
        }),
      },
      {
        name: 'gen_ai.server.time_to_first_token',
        exponentialHistogram: exponential(1, {
          scale: 20,
          positive: positive(-1_000_000, '1'),
          min: 0.5,
          max: 0.6,
        }),
      },
      {
        name: durations,
        histogram: {
          aggregationTemporality: 1,
          dataPoints: [
            {
              startTimeUnixNano: nano(1000),
              timeUnixNano: nano(5),
              attributes: attributesOf({ 'http.route': '/c', 'error.type': '500' }),
              explicitBounds: [0.1, 1],
              bucketCounts: ['1', '2', '1'],
              sum: 3.5,
              exemplars,
            },
          ],
        },
      },
      {
        name: 'process.cpu.time',
        sum: {
          aggregationTemporality: 2,
          isMonotonic: true,
          dataPoints: [{ startTimeUnixNano: nano(1000), timeUnixNano: nano(10), asDouble: 0.5 }],
        },
      },
    ]),
  );
