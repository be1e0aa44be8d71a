import { spoken } from './spoken.js';

const english = {
  title: 'Connect your hub',
  lead: 'Hubscope listens for OpenTelemetry. Set three variables where your hub runs and start it again. This page comes alive with its first span.',
  sample: 'Sample hub',
  onlyLooking: 'Only looking?',
  sampleAbout:
    'A small real orchestrator comes with Hubscope: agents that answer questions over a real corpus. Start the server with it:',
  command: 'the command',
  waitingFor: (hub: string) => `Waiting for ${hub}`,
  /** Before the attributes that name a hub, between them, and after them. */
  waiting: [
    'No hub of this name has reported. Start it with these variables, or check how it names itself: ',
    ', else ',
    '. This page comes alive with its first span.',
  ],
  reportingNow: 'Reporting now: ',
  how: 'How to connect',
  client: 'Your client',
  lines: 'these lines',
  listening: (endpoint: string) => `Listening on ${endpoint}. Nothing has arrived yet.`,
  deaf: 'Not connected to the server, so nothing can be heard.',
  runsAlready: 'Does your hub run already? ',
  seeWhy: 'See why no data arrives',
  orRun: ', or run ',
  anyOtlp: 'Any OTLP',
  /** Comments among the lines. */
  comments: {
    node: 'where your hub runs, then start it with its OpenTelemetry SDK',
    python: 'then: opentelemetry-instrument python your_hub.py',
    grpc: 'its exporter speaks gRPC unless told otherwise',
    collector: 'in its configuration; add the exporter to your pipelines',
    prometheus: 'in prometheus.yml',
    otlp: 'protobuf or JSON over HTTP, plain or gzip',
  },
};

export type ConnectWords = typeof english;
export const connectWords = spoken('connect', english);
