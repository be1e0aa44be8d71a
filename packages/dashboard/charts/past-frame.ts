import { columnIn, type HubView } from '@hubscope/core/live';
import type { Past } from '../time/feed.js';
import { greatestOf, leastOf } from '../time/history.js';
import { frameOf, type ChartFrame } from './frame.js';
import type { ChartSpec } from './spec.js';
import type { YScale } from './y-scale.js';

/** What a chart shows of a stretch of the past. A step longer than a second stands at its middle. */
export function pastFrame(
  spec: ChartSpec,
  { history, from, to, markers }: Past,
  { thresholds, markers: newest }: Pick<HubView, 'thresholds' | 'markers'>,
  before: YScale | null,
): ChartFrame | null {
  if (history === null) return null;
  const { step, length } = history;
  const middle = step > 1 ? step / 2 : 0;
  const known = new Map([...markers, ...newest].map((marker) => [marker.id, marker]));
  return frameOf(spec, {
    xs: Array.from({ length }, (_, index) => history.from + index * step + middle),
    step,
    column: (name) => columnIn(history.columns, name),
    spread: (name) => {
      if (step === 1) return null;
      const least = columnIn(history.columns, leastOf(name));
      const greatest = columnIn(history.columns, greatestOf(name));
      return least === null || greatest === null ? null : { least, greatest };
    },
    thresholds,
    markers: [...known.values()].filter(({ at }) => at / 1000 >= from && at / 1000 <= to),
    cores: [],
    before,
    until: to,
  });
}
