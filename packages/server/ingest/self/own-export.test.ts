import { builtinMappings, customMappingRow, MappingTable } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { ownTelemetry } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import type { RawRequest } from '../forward/index.js';
import { OwnExport } from './own-export.js';
import { selfRows } from './rows.js';
import { SelfTelemetry } from './self.js';

const mappings = new MappingTable([...builtinMappings, ...selfRows.map(customMappingRow)]);

interface Point {
  readonly asDouble: number;
  readonly startTimeUnixNano?: string;
  readonly timeUnixNano: string;
}
interface Sent {
  readonly resourceMetrics?: {
    readonly resource: object;
    readonly scopeMetrics: {
      readonly metrics: { readonly name: string; readonly sum?: { readonly dataPoints: Point[] } }[];
    }[];
  }[];
  readonly resourceSpans?: { readonly scopeSpans: { readonly spans: object[] }[] }[];
}

function exporting(settings: object = {}): {
  readonly clock: SimulatedClock;
  readonly self: SelfTelemetry;
  readonly exported: OwnExport;
  readonly sent: (RawRequest & { json: Sent })[];
  readonly seconds: (count: number, requests?: number) => void;
} {
  const clock = new SimulatedClock(millis(1_700_000_000_000));
  const sent: (RawRequest & { json: Sent })[] = [];
  const exported = new OwnExport({
    clock,
    settings: ownTelemetry.parse({ endpoint: 'http://collector:4318', interval_seconds: 10, ...settings }),
    send: (request) => sent.push({ ...request, json: JSON.parse(request.body.toString()) as Sent }),
  });
  const self = new SelfTelemetry({
    clock,
    mappings,
    version: '1',
    counts: () => ({
      framesSent: 7,
      pointsStored: 9,
      viewers: 3,
      droppedData: 0,
      storeFailures: 0,
      stalls: 2,
    }),
    accept: (observations) => {
      exported.note(observations);
    },
  });
  const seconds = (count: number, requests = 0): void => {
    for (let second = 0; second < count; second += 1) {
      for (let n = 0; n < requests; n += 1)
        self.operation({
          name: 'ingest traces',
          start: clock.now(),
          end: millis(clock.now() + 2),
          failed: n === 0,
        });
      clock.advance(1000);
      self.report();
    }
  };
  return { clock, self, exported, sent, seconds };
}

const sumOf = (sent: Sent | undefined, name: string): Point[] | undefined =>
  sent?.resourceMetrics?.[0]?.scopeMetrics[0]?.metrics.find((each) => each.name === name)?.sum?.dataPoints;

describe('the server’s own telemetry', () => {
  it('goes out once an interval, each metric once with its last total, and its requests as spans', () => {
    const { sent, seconds } = exporting({ attributes: { 'service.name': 'eye', region: 'east' } });
    seconds(10, 2);
    expect(sent.map(({ signal, contentType }) => [signal, contentType])).toEqual([
      ['metrics', 'application/json'],
      ['traces', 'application/json'],
    ]);
    const [metrics, spans] = sent;
    expect(sumOf(metrics?.json, 'hubscope.event_loop.stalls')).toMatchObject([
      { asDouble: 2, timeUnixNano: '1700000010000000000' },
    ]);
    const names = metrics?.json.resourceMetrics?.[0]?.scopeMetrics[0]?.metrics.map(({ name }) => name) ?? [];
    expect(names.filter((name) => name !== 'system.cpu.time').length).toBe(
      new Set(names.filter((name) => name !== 'system.cpu.time')).size,
    );
    expect(JSON.stringify(metrics?.json.resourceMetrics?.[0]?.resource)).toMatch(
      /"service.name","value":\{"stringValue":"eye"\}.*"region"/,
    );
    expect(spans?.json.resourceSpans?.[0]?.scopeSpans[0]?.spans).toHaveLength(20);
    expect(spans?.json.resourceSpans?.[0]?.scopeSpans[0]?.spans[0]).toMatchObject({
      name: 'ingest traces',
      status: { code: 2 },
      startTimeUnixNano: '1700000000000000000',
      endTimeUnixNano: '1700000000002000000',
    });
  });

  it('of more spans than an interval may have counts the rest', () => {
    const { exported, sent, seconds } = exporting();
    seconds(10, 300);
    expect(sent[1]?.json.resourceSpans?.[0]?.scopeSpans[0]?.spans).toHaveLength(2000);
    expect(exported.spansDropped).toBe(1000);
  });

  it('is of the signals that are wanted, and goes out at the end too', () => {
    const { exported, sent, seconds } = exporting({ signals: ['metrics'] });
    seconds(3, 1);
    expect(sent).toEqual([]);
    exported.flush();
    expect(sent.map(({ signal }) => signal)).toEqual(['metrics']);
  });

  it('goes on where the clock is set back', () => {
    const { clock, sent, seconds } = exporting();
    seconds(5);
    clock.advance(-3_600_000);
    seconds(12);
    expect(sent.map(({ signal }) => signal)).toEqual(['metrics']);
  });
});
