import type { MetricType } from './book.js';

/** The numbers of metric types, the same in both versions of remote write. */
const types: Readonly<Record<number, MetricType>> = { 1: 'counter', 2: 'gauge', 3: 'histogram' };

export function metricType(number: number): MetricType {
  return types[number] ?? 'other';
}
