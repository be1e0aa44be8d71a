'use client';
import type { Threshold } from '@hubscope/core/live';
import type { Pinned } from '../time/pinned.js';
import { lazy, Suspense, type ReactNode } from 'react';
import { usePast, usePlace, useTryAgain } from '../time/use-place.js';
import { ChartTools } from './tools/chart-tools.js';
import type { ChartFrame } from './frame.js';
import type { Heat } from './heat.js';
import { LiveChart } from './live-chart.js';
import { PastChart } from './past-chart.js';
import type { ChartSpec } from './spec.js';

// Not part of the first view.
const WithHeat = lazy(() => import('./heatmap/with-heat.js'));

/** The same chart as a view of one's own has it. */
function pinnedOf({ signal, heatmap }: ChartSpec, component: string | null): Pinned {
  return { column: heatmap ? `${signal}.p95` : signal, of: [component], before: 0 };
}

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
  const again = useTryAgain();
  const { look, component } = usePlace();
  const tools = (frame: ChartFrame | null): ReactNode => (
    <ChartTools spec={spec} frame={frame} pinned={pinnedOf(spec, component)} />
  );
  const drawn = (heat: Heat | null): ReactNode =>
    past === null ? (
      <LiveChart spec={heat?.spec ?? spec} heat={heat} tools={tools} />
    ) : (
      <PastChart
        spec={heat?.spec ?? spec}
        past={past}
        thresholds={thresholds}
        heat={heat}
        tools={tools}
        again={again}
      />
    );
  if (!spec.heatmap || look === 'lines') return drawn(null);
  return (
    <Suspense fallback={drawn(null)}>
      <WithHeat spec={spec}>{drawn}</WithHeat>
    </Suspense>
  );
}
