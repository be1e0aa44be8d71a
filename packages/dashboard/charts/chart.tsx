'use client';
import type { Threshold } from '@hubscope/core/live';
import { lazy, Suspense, type ReactNode } from 'react';
import { usePast, usePlace } from '../time/use-place.js';
import type { Heat } from './heat.js';
import { LiveChart } from './live-chart.js';
import { PastChart } from './past-chart.js';
import type { ChartSpec } from './spec.js';

// Not part of the first view.
const WithHeat = lazy(() => import('./heatmap/with-heat.js'));

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
  const { look } = usePlace();
  const drawn = (heat: Heat | null): ReactNode =>
    past === null ? (
      <LiveChart spec={heat?.spec ?? spec} heat={heat} />
    ) : (
      <PastChart spec={heat?.spec ?? spec} past={past} thresholds={thresholds} heat={heat} />
    );
  if (!spec.heatmap || look === 'lines') return drawn(null);
  return (
    <Suspense fallback={drawn(null)}>
      <WithHeat spec={spec}>{drawn}</WithHeat>
    </Suspense>
  );
}
