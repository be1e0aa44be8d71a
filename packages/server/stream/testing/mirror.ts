import type { AmendFrame, LiveFrame, SnapshotFrame, TickFrame } from '@hubscope/core/wire';

type Values = (number | null)[];

/** What a client of the live form knows; the plainest that the documentation allows. */
export interface Mirror {
  seq: number;
  /** How many there are. */
  columns: number;
  componentColumns: number;
  /** By second: the values of each column. */
  seconds: Map<number, Values>;
  /** By component: its newest values. */
  components: Map<string, Values>;
  /** By component and second. */
  throughput: Map<string, Map<number, number | null>>;
}

export function mirrorOf(snapshot: SnapshotFrame): Mirror {
  const { from, values } = snapshot.series;
  const length = values[0]?.length ?? 0;
  const seconds = new Map<number, Values>();
  const throughput = new Map<string, Map<number, number | null>>();
  for (let index = 0; index < length; index += 1) {
    seconds.set(
      (from ?? 0) + index,
      values.map((column) => column[index] ?? null),
    );
  }
  for (const row of snapshot.components) {
    throughput.set(row.key, new Map(row.throughput.map((value, index) => [(from ?? 0) + index, value])));
  }
  return {
    seq: snapshot.seq,
    columns: snapshot.columns.length,
    componentColumns: snapshot.component_columns.length,
    seconds,
    components: new Map(snapshot.components.map((row) => [row.key, row.values])),
    throughput,
  };
}

/** What is left out at the end is null. */
function filled(values: Values, count: number): Values {
  return Array.from({ length: count }, (_, index) => values[index] ?? null);
}

function trim(mirror: Mirror): void {
  const oldest = Math.max(...mirror.seconds.keys()) - 89;
  for (const series of [mirror.seconds, ...mirror.throughput.values()]) {
    for (const which of series.keys()) if (which < oldest) series.delete(which);
  }
}

function tick(mirror: Mirror, frame: TickFrame, throughputAt: number): void {
  mirror.seconds.set(frame.second, filled(frame.values, mirror.columns));
  for (const [key, ...values] of frame.components ?? [])
    mirror.components.set(key, filled(values, mirror.componentColumns));
  for (const key of frame.gone ?? []) {
    mirror.components.delete(key);
    mirror.throughput.delete(key);
  }
  for (const [key, values] of mirror.components) {
    const series = mirror.throughput.get(key) ?? new Map<number, number | null>();
    mirror.throughput.set(key, series.set(frame.second, values[throughputAt] ?? null));
  }
}

function amend(mirror: Mirror, frame: AmendFrame, throughputAt: number): void {
  const newest = Math.max(...mirror.seconds.keys());
  if (frame.second < newest - 89) return;
  mirror.seconds.set(frame.second, filled(frame.values, mirror.columns));
  for (const [key, ...values] of frame.components ?? []) {
    mirror.throughput.get(key)?.set(frame.second, values[throughputAt] ?? null);
    if (frame.second === newest) mirror.components.set(key, filled(values, mirror.componentColumns));
  }
}

/** Applies a frame. @throws Error where a number is missing in the sequence */
export function apply(mirror: Mirror, frame: LiveFrame, throughputAt: number): void {
  if (!('seq' in frame) || frame.type === 'snapshot') return;
  if (frame.seq !== mirror.seq + 1) throw new Error(`${String(frame.seq)} after ${String(mirror.seq)}`);
  mirror.seq = frame.seq;
  if (frame.type === 'tick') tick(mirror, frame, throughputAt);
  if (frame.type === 'amend') amend(mirror, frame, throughputAt);
  trim(mirror);
}
