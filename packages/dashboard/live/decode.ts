import type { LiveFrame } from '@hubscope/core/wire';

type Shape = 'number' | 'string' | 'array' | 'object';

/** What each frame must bring for the replica to be safe. The full schemas stand in core/wire; zod stays on the server's side. */
const shapes: Readonly<Record<LiveFrame['type'], Readonly<Record<string, Shape>>>> = {
  hello: { epoch: 'string', now: 'number' },
  snapshot: {
    seq: 'number',
    now: 'number',
    signals: 'array',
    columns: 'array',
    component_columns: 'array',
    series: 'object',
    sparklines: 'object',
    components: 'array',
    component_count: 'number',
    alerts: 'array',
    alerts_left_out: 'number',
    rules: 'number',
    thresholds: 'array',
    markers: 'array',
  },
  tick: {
    seq: 'number',
    second: 'number',
    now: 'number',
    values: 'array',
  },
  amend: { seq: 'number', second: 'number', values: 'array' },
  status: { seq: 'number', status: 'object' },
  alert: { seq: 'number', alert: 'object' },
  marker: { seq: 'number', marker: 'object' },
  impact: { seq: 'number', impact: 'object' },
  rules: { seq: 'number', rules: 'number', thresholds: 'array' },
  hubs: { hubs: 'array' },
  pong: { now: 'number' },
  ok: { action: 'string' },
  error: { error: 'object' },
};

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fits(value: unknown, shape: Shape): boolean {
  if (shape === 'array') return Array.isArray(value);
  return shape === 'object' ? isRecord(value) : typeof value === shape;
}

function isFrame(value: unknown): value is LiveFrame {
  if (!isRecord(value)) return false;
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return false;
  const shape = shapes[type as LiveFrame['type']];
  return Object.entries(shape).every(([name, each]) => fits(value[name], each));
}

/** The longest text that is taken for a frame; a snapshot of the largest hub allowed stays far below. */
export const longestFrame = 16_777_216;

/** A frame of the live form from the text of a message; null where it is none (a newer server's frame, or no frame at all). */
export function decodeFrame(text: unknown): LiveFrame | null {
  if (typeof text !== 'string' || text.length > longestFrame) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isFrame(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
