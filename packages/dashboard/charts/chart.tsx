'use client';
import type { ReactNode } from 'react';
import { usePast } from '../time/use-place.js';
import { LiveChart } from './live-chart.js';
import { PastChart } from './past-chart.js';
import type { ChartSpec } from './spec.js';

/** One signal over the stretch of time that the page shows. */
export function Chart({ spec }: { readonly spec: ChartSpec }): ReactNode {
  const past = usePast();
  return past === null ? <LiveChart spec={spec} /> : <PastChart spec={spec} past={past} />;
}
