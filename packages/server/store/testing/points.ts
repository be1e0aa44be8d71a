import { Distribution } from '@hubscope/core/distribution';
import { hubId, SignalTable, type Point, type Reading } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';

export const hub = hubId('shop');
/** Scenes count seconds from it. */
export const start = 1_700_000_400;

const table = new SignalTable();

/** Ten operations of 10 ms in a second. */
export function pointAt(offset: number): Point {
  const distribution = new Distribution();
  distribution.record(10, 10);
  const readings: Record<string, Reading> = {
    throughput: { fold: 'sum', value: 10, seconds: 1 },
    latency: { fold: 'distribution', distribution },
  };
  return {
    hub,
    component: null,
    second: second(start + offset),
    readings: table.signals.map(({ name }) => readings[name] ?? null),
  };
}
