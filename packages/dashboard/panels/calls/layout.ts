import type { CallEdge } from '@hubscope/core/wire';

/** Size of a node and the room between two, CSS px. */
export const node = { width: 204, height: 36, between: 10, column: 72 } as const;
const margin = 12;

export interface PlacedNode {
  /** `kind:name`; null: what is outside of the hub. */
  readonly key: string | null;
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: CallEdge;
  /** An SVG path, from the caller to the called. */
  readonly path: string;
  /** It runs against the picture's direction, from right to left. */
  readonly back: boolean;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** How far from outside each component is: by the shortest way, so that a circle of calls has an end. */
function levels(edges: readonly CallEdge[]): Map<string | null, number> {
  const found = new Map<string | null, number>();
  const callees = new Set(edges.map(({ to }) => to));
  const roots = new Set<string | null>(
    edges.map(({ from }) => from).filter((key) => key === null || !callees.has(key)),
  );
  if (roots.size === 0 && edges[0] !== undefined) roots.add(edges[0].from);
  let frontier = [...roots];
  for (let level = 0; frontier.length > 0; level += 1) {
    for (const key of frontier) found.set(key, level);
    const next = edges
      .filter(({ from, to }) => frontier.includes(from) && !found.has(to))
      .map(({ to }) => to);
    frontier = [...new Set(next)];
  }
  // Circles that nobody enters from outside stand by themselves.
  for (const { from, to } of edges) for (const key of [from, to]) if (!found.has(key)) found.set(key, 1);
  return found;
}

/**
 * Places components in columns by their distance from outside, each near to who calls it most, and draws the calls between.
 * Pure: the same calls are drawn alike.
 */
export function layOut(edges: readonly CallEdge[]): Drawing {
  const columns: (string | null)[][] = [];
  for (const [key, level] of levels(edges)) (columns[level] ??= []).push(key);
  const filled = columns.filter((column) => column.length > 0);
  const at = new Map<string | null, { x: number; y: number }>();
  const tallest = Math.max(0, ...filled.map(({ length }) => length));
  const step = node.height + node.between;
  const height = tallest * step - node.between + 2 * margin;
  filled.forEach((column, index) => {
    const pull = (key: string | null): number => {
      const callers = edges.filter(({ from, to }) => to === key && at.has(from));
      const weight = callers.reduce((sum, { rate }) => sum + rate, 0);
      const sum = callers.reduce((total, { from, rate }) => total + (at.get(from)?.y ?? 0) * rate, 0);
      return weight === 0 ? 0 : sum / weight;
    };
    const sorted = column
      .map((key) => ({ key, pull: pull(key) }))
      .sort((a, b) => a.pull - b.pull || ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
    const top = (height - (sorted.length * step - node.between)) / 2;
    sorted.forEach(({ key }, row) => {
      at.set(key, { x: margin + index * (node.width + node.column), y: top + row * step });
    });
  });
  return {
    width: Math.max(0, filled.length * (node.width + node.column) - node.column) + 2 * margin,
    height,
    nodes: [...at].map(([key, place]) => ({ key, ...place })),
    edges: edges.flatMap((edge) => {
      const from = at.get(edge.from);
      const to = at.get(edge.to);
      if (from === undefined || to === undefined) return [];
      return [{ edge, path: pathOf(from, to), back: to.x < from.x }];
    }),
  };
}

/** How far from the middle of a node's side a line back ends, so that it lies beside the line that leads there, CSS px. */
const aside = 9;

/** Between the sides that face each other; within a column in an arc that stays beside the nodes. */
function pathOf(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const [right, y1] = [from.x + node.width, from.y + node.height / 2];
  const y2 = to.y + node.height / 2;
  const numbers = (...values: number[]): string => values.map((value) => value.toFixed(1)).join(' ');
  if (to.x > from.x) {
    const bend = Math.min(80, (to.x - right) / 2);
    return `M${numbers(right, y1)} C${numbers(right + bend, y1, to.x - bend, y2, to.x, y2)}`;
  }
  const end = to.x + node.width;
  if (to.x < from.x) {
    const bend = Math.min(80, (from.x - end) / 2);
    const [out, back] = [y1 + aside, y2 + aside];
    return `M${numbers(from.x, out)} C${numbers(from.x - bend, out, end + bend, back, end, back)}`;
  }
  const out = right + 40;
  return `M${numbers(right, y1 - 6)} C${numbers(out, y1 - 6, out, y2 + 6, end, y2 + 6)}`;
}
