import type { ReactNode } from 'react';
import { Chart } from '../charts/chart.js';
import { chartSpecs } from '../charts/spec.js';
import { RangePicker } from './range-picker.js';

export function Charts(): ReactNode {
  return (
    <div className="charts">
      <div className="only-narrow">
        <RangePicker />
      </div>
      {chartSpecs.map((spec) => (
        <Chart key={spec.signal} spec={spec} />
      ))}
    </div>
  );
}
