import type { ReactNode } from 'react';
import { Chart } from '../charts/chart.js';
import { chartSpecs } from '../charts/spec.js';

export function Charts(): ReactNode {
  return (
    <div className="charts">
      {chartSpecs.map((spec) => (
        <Chart key={spec.signal} spec={spec} />
      ))}
    </div>
  );
}
