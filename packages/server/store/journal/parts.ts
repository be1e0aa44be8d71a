import type { Point, SignalTable } from '@hubscope/core/signal';
import { pointsFrame } from './frame.js';

/** Points of an import that are handled in one turn of the event loop: some milliseconds' work. */
export const partPoints = 10_000;

/** Many points, some at a time. */
export function* partsOf(points: readonly Point[]): Generator<readonly Point[]> {
  for (let at = 0; at < points.length; at += partPoints) yield points.slice(at, at + partPoints);
}

/** Many points as frames, each made when it is asked for. */
export function* framesOf(points: readonly Point[], table: SignalTable): Generator<Uint8Array> {
  for (const part of partsOf(points)) yield pointsFrame(part, table).frame;
}
