import type { CallEdge } from '@hubscope/core/wire';
import { listOf } from '../../live/api.js';
import { callWords } from '../../words/calls.js';

/** One of the slowest operations, as the server tells it. */
export interface Slow {
  readonly component: string | null;
  readonly name: string;
  /** When it ended, ms since the epoch. */
  readonly time: number;
  readonly duration_ms: number;
  readonly failed: boolean;
  readonly trace_id: string;
  readonly span_id: string;
}

export function edgesOf(body: unknown): readonly CallEdge[] {
  const edges = typeof body === 'object' && body !== null && 'edges' in body ? body.edges : null;
  return listOf<CallEdge>(edges, 'to').filter(({ rate }) => typeof rate === 'number');
}

export function slowOf(body: unknown): readonly Slow[] {
  return listOf<Slow>(body, 'trace_id', 'span_id', 'name').filter(({ time }) => typeof time === 'number');
}

/** A component's kind and name; what calls from outside has neither. */
export function partsOf(key: string | null): { readonly kind: string; readonly name: string } {
  if (key === null) return { kind: '', name: callWords.outside };
  const colon = key.indexOf(':');
  return { kind: key.slice(0, Math.max(0, colon)), name: key.slice(colon + 1) };
}
