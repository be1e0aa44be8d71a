import { connectWords, type ConnectWords } from '../words/connect.js';
/** A line that a person copies; a comment is shown and not copied alone. */
export interface Line {
  readonly text: string;
  readonly comment: boolean;
}

/** How one kind of client is connected. */
export interface Client {
  readonly id: string;
  /** null: any other. */
  readonly title: string | null;
  readonly lines: (endpoint: string, hub: string) => readonly Line[];
}

const say = (comment: keyof ConnectWords['comments']): Line => ({
  text: `# ${connectWords.comments[comment]}`,
  comment: true,
});
const line = (text: string): Line => ({ text, comment: false });

/** A word as a POSIX shell takes it; names are not to be trusted. */
export function shellWord(word: string): string {
  return /^[\w.,:/@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function variables(endpoint: string, hub: string): Line[] {
  return [
    line(`export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`),
    line(`export OTEL_SERVICE_NAME=${shellWord(hub)}`),
    line('export OTEL_BSP_SCHEDULE_DELAY=200 OTEL_METRIC_EXPORT_INTERVAL=1000'),
  ];
}

export const clients: readonly Client[] = [
  {
    id: 'node',
    title: 'Node',
    lines: (endpoint, hub) => [say('node'), ...variables(endpoint, hub)],
  },
  {
    id: 'python',
    title: 'Python',
    lines: (endpoint, hub) => [
      say('python'),
      ...variables(endpoint, hub),
      say('grpc'),
      line('export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf'),
    ],
  },
  {
    id: 'collector',
    title: 'Collector',
    lines: (endpoint) => [
      say('collector'),
      line('exporters:'),
      line('  otlphttp/hubscope:'),
      line(`    endpoint: ${endpoint}`),
    ],
  },
  {
    id: 'prometheus',
    title: 'Prometheus',
    lines: (endpoint) => [
      say('prometheus'),
      line('remote_write:'),
      line(`  - url: ${endpoint}/api/v1/write`),
      line('    queue_config: { batch_send_deadline: 1s }'),
    ],
  },
  {
    id: 'otlp',
    title: null,
    lines: (endpoint) => [
      say('otlp'),
      line(`${endpoint}/v1/traces`),
      line(`${endpoint}/v1/metrics`),
      line(`${endpoint}/v1/logs`),
    ],
  },
];
