'use client';
import type { Threshold } from '@hubscope/core/live';
import type { ReactNode } from 'react';
import { usePast } from '../time/use-place.js';
import { LiveChart } from './live-chart.js';
import { PastChart } from './past-chart.js';
import type { ChartSpec } from './spec.js';

/** One signal over the stretch of time that the page shows. */
export function Chart({
  spec,
  thresholds,
}: {
  readonly spec: ChartSpec;
  /** Those of what is shown: the hub, or one of its components. */
  readonly thresholds: readonly Threshold[];
}): ReactNode {
  const past = usePast();
  return past === null ? (
    <LiveChart spec={spec} />
  ) : (
    <PastChart spec={spec} past={past} thresholds={thresholds} />
  );
}
