import {
  builtinMappings,
  hubId,
  SignalTable,
  valueOf,
  type MarkerObservation,
  type MetricObservation,
  type MetricValue,
  type Source,
  type SpanId,
  type SpanObservation,
} from '../../signal/index.js';
import { millis, SimulatedClock, type Second } from '../../time/index.js';
import type { ClosedSecond } from '../closed.js';
import { Windows, type WindowsOptions } from '../windows.js';

/** Any whole second; scenes count from it. */
export const epoch = 1_700_000_000;

/** A moment `seconds` after the scene's start. */
export const at = (seconds: number) => millis(epoch * 1000 + Math.round(seconds * 1000));

export function source(instance = 'a', more: Partial<Source> = {}): Source {
  return {
    hub: hubId('shop'),
    instance,
    host: instance,
    version: null,
    cpuLimit: null,
    closedLoad: false,
    ...more,
  };
}

let ids = 0;

/** A span id that no other has. */
export const newId = (): SpanId => ({ high: 0, low: (ids += 1) });

/** A root span of 20 ms that ends `end` seconds after the start, unless told otherwise. */
export function span(end: number, more: Partial<SpanObservation> & { ms?: number } = {}): SpanObservation {
  const { ms = 20, ...rest } = more;
  return {
    type: 'span',
    source: source(),
    traceId: '0'.repeat(31) + '1',
    spanId: newId(),
    parentId: null,
    kind: 'internal',
    start: millis(at(end) - ms),
    end: at(end),
    component: null,
    failed: false,
    weight: 1,
    tokensIn: null,
    tokensOut: null,
    ttftMs: null,
    communicates: false,
    ...rest,
  };
}

/** A point of a standard metric, `time` seconds after the start. */
export function metric(
  name: string,
  time: number,
  value: MetricValue | number,
  more: Partial<MetricObservation> & { signal?: string } = {},
): MetricObservation {
  const { signal, ...rest } = more;
  const mapping = builtinMappings.find(
    (row) => row.metric === name && (signal === undefined || row.signal === signal),
  );
  if (mapping === undefined) throw new Error(`no mapping of ${name}`);
  return {
    type: 'metric',
    source: source(),
    mapping,
    series: name,
    core: null,
    failed: false,
    start: null,
    time: at(time),
    value: typeof value === 'number' ? { form: 'gauge', value } : value,
    ...rest,
  };
}

/** Windows under a simulated clock, and what they handed on. */
export class Scene {
  readonly clock = new SimulatedClock(at(0));
  readonly table = new SignalTable();
  readonly handed: ClosedSecond[] = [];
  readonly markers: MarkerObservation[] = [];
  readonly forgotten: string[] = [];
  /** How far the clock was set back, each time. */
  readonly setBack: number[] = [];
  readonly windows: Windows;

  constructor(options: Partial<WindowsOptions> = {}) {
    this.windows = new Windows({
      clock: this.clock,
      table: this.table,
      closed: (second) => this.handed.push(second),
      marker: (marker) => this.markers.push(marker),
      forgotten: (hub) => this.forgotten.push(hub),
      setBack: (ms) => this.setBack.push(ms),
      ...options,
    });
  }

  /** Lets time pass in steps of 50 ms until `seconds` after the start. */
  until(seconds: number): void {
    while (this.clock.now() < at(seconds)) {
      this.clock.set(millis(Math.min(this.clock.now() + 50, at(seconds))));
      this.windows.advance();
    }
  }

  /** What a second was last handed on as: a column's value; undefined where it never was. */
  value(seconds: number, column = 'throughput', component: string | null = null): number | null | undefined {
    const found = this.handed.findLast((closed) => closed.second === epoch + seconds);
    if (found === undefined) return undefined;
    const read = this.table.column(column);
    if (read === null) throw new Error(`no column ${column}`);
    const point =
      component === null ? found.point : found.components.find((each) => each.component === component);
    return point === undefined ? undefined : valueOf(point, read);
  }

  /** How many times a second was handed on. */
  times(seconds: number): number {
    return this.handed.filter((closed) => closed.second === ((epoch + seconds) as Second)).length;
  }

  /** Sends a span each 100 ms from `from` to `to` seconds, delivered by an exporter that sends each 200 ms. */
  steady(from: number, to: number, more: Partial<SpanObservation> & { ms?: number } = {}): void {
    for (let batch = Math.round(from * 5); batch < Math.round(to * 5); batch += 1) {
      const start = batch / 5;
      this.until(start + 0.21);
      this.windows.accept([
        span(start + 0.05, { ...more, spanId: newId() }),
        span(start + 0.15, { ...more, spanId: newId() }),
      ]);
    }
  }
}
