import type { OutsideHistogram } from '@hubscope/core/distribution';
import type { MetricType } from '../prometheus/index.js';

/** One point of a page of metrics. */
export interface PageSample {
  /** The name, with `_bucket`, `_sum` or `_total` where the page has it. */
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly type: MetricType;
  /** A number, or a native histogram; null where it is a histogram that can't be counted. */
  readonly value: number | OutsideHistogram | null;
  /** ms since the epoch; null where the page says none. */
  readonly time: number | null;
  /** When the counter began, ms since the epoch; null where the page does not say. */
  readonly start: number | null;
}

/** A page that can't be read. */
export class BadPage extends Error {
  override readonly name = 'BadPage';
}
