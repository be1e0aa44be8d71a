import { describe, expect, it } from 'vitest';
import { diagnosisOf } from './answers.js';
import { partsOf, senderName, verdictOf } from './words.js';

const finding = (severity: string) => ({ code: 'x', severity, subject: 'shop', what: 'w', todo: 't' });

function diagnosis(...severities: string[]) {
  return diagnosisOf({
    seconds: 300,
    findings: severities.map(finding),
    doors: [{ door: 'StatsD', port: 8125, requests: 7, refused: {}, senders: [] }],
    targets: [],
    hubs: [{ name: 'shop', state: 'live', processes: 1, operations_from: 'spans', dropped: {} }],
  });
}

describe('the doctor in words', () => {
  it.each([
    [[], 'Nothing is wrong: 7 requests, 1 hub reports.'],
    [['info'], 'Nothing is wrong: 7 requests, 1 hub reports.'],
    [['warning', 'info'], 'Data arrives; 1 thing could be better.'],
    [['error', 'error', 'warning'], '2 things to mend.'],
  ])('of %j says %s', (severities, words) => {
    expect(verdictOf(diagnosis(...severities))).toBe(words);
  });

  it('refuses what is no answer of it', () => {
    expect(() => diagnosisOf(null)).toThrow(/could not be read/);
  });

  it.each([
    ['OTel-OTLP-Exporter-JavaScript/0.223.0', 'OTel-OTLP-Exporter-JavaScript/0.223.0'],
    ['OpenTelemetry Collector Contrib/0.153.0 (linux/amd64)', 'OpenTelemetry Collector Contrib/0.153.0'],
    ['OTel-OTLP-Exporter-Python/1.39 grpc-python/1.76 (linux; chttp2)', 'OTel-OTLP-Exporter-Python/1.39'],
    ['node', 'node'],
    ['', '10.0.0.7'],
  ])('names the sender %s %s', (agent, name) => {
    expect(senderName({ agent, address: '10.0.0.7', requests: 1, refused: 0, last: 0 })).toBe(name);
  });

  it('sets apart what can be typed', () => {
    const code = (todo: string): string[] =>
      partsOf(todo)
        .filter((part) => part.code)
        .map(({ text }) => text);
    expect(code('Send gRPC to port 4317, or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.')).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    ]);
    expect(
      code('Send smaller batches (OTEL_BSP_MAX_EXPORT_BATCH_SIZE=512), or raise max_body_bytes.'),
    ).toEqual(['OTEL_BSP_MAX_EXPORT_BATCH_SIZE=512', 'max_body_bytes']);
    const todo = 'Start it with OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 and wait.';
    expect(code(todo)).toEqual(['OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318']);
    expect(
      partsOf(todo)
        .map(({ text }) => text)
        .join(''),
    ).toBe(todo);
  });
});
