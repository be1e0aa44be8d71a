'use client';
import type { ReactNode } from 'react';
import { unknown } from '../format/number.js';

/** What an impact compares, in the order in which it will stand. */
const compared = [
  'Throughput',
  'Memory',
  'CPU per operation',
  'Communication',
  'Latency P95',
  'Time to first token',
];

/** What a change did, with proof. There is no baseline to compare with yet, and the panel says so. */
export function Impact(): ReactNode {
  return (
    <section className="panel side impact" data-testid="impact">
      <header>
        <h2>Impact</h2>
        <span className="tag">No baseline yet</span>
      </header>
      <p className="calm">
        What a change did to this hub will stand here: each signal against a baseline, better or worse, by how
        much, and how sure that is. Nothing is compared until a baseline is kept.
      </p>
      <ul className="compared">
        {compared.map((name) => (
          <li key={name}>
            <span>{name}</span>
            <i aria-hidden="true" />
            <span className="none">{unknown}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
