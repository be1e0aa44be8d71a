'use client';
import type { ReactNode } from 'react';
import { Chart } from '../charts/chart.js';
import { chartSpecs } from '../charts/spec.js';
import { RangePicker } from './range-picker.js';
import { useThresholds } from './use-thresholds.js';

export function Charts(): ReactNode {
  const thresholds = useThresholds();
  return (
    <div className="charts">
      <div className="only-narrow">
        <RangePicker />
      </div>
      {chartSpecs.map((spec) => (
        <Chart key={spec.signal} spec={spec} thresholds={thresholds} />
      ))}
    </div>
  );
}
