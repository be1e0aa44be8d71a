import type { ReactNode } from 'react';
import { Card, type CardSpec } from './card.js';

const cardSpecs: readonly CardSpec[] = [
  { hue: 'throughput', label: 'Throughput', column: 'throughput' },
  { hue: 'latency', label: 'Latency, mean', column: 'latency.mean' },
  { hue: 'memory', label: 'Memory', column: 'memory' },
  { hue: 'cpu', label: 'CPU', column: 'cpu' },
];

export function Cards(): ReactNode {
  return (
    <div className="cards">
      {cardSpecs.map((spec) => (
        <Card key={spec.column} spec={spec} />
      ))}
    </div>
  );
}
