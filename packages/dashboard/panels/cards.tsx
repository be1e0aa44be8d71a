import type { ReactNode } from 'react';
import { Card, type CardSpec } from './card.js';

const cardSpecs: readonly CardSpec[] = [
  { hue: 'throughput', column: 'throughput' },
  { hue: 'latency', column: 'latency.mean' },
  { hue: 'memory', column: 'memory' },
  { hue: 'cpu', column: 'cpu' },
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
