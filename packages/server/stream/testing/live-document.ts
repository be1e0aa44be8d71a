import {
  alert,
  componentRow,
  health,
  hubStatus,
  impact,
  impactSignal,
  judgement,
  liveAction,
  liveFrame,
  liveProtocol,
  marker,
  peak,
  signalInfo,
  trend,
  uptime,
} from '@hubscope/core/wire';
import { z } from 'zod';
import { liveWords } from './live-words.js';

/** Shapes that several frames hold, each with a section of its own. */
const shared = new Map<z.ZodType, string>([
  [hubStatus, 'Hub status'],
  [signalInfo, 'Signal'],
  [componentRow, 'Component'],
  [judgement, 'Judgement'],
  [trend, 'Trend'],
  [peak, 'Peak'],
  [health, 'Health'],
  [uptime, 'Uptime'],
  [alert, 'Alert'],
  [marker, 'Marker'],
  [impact, 'Impact'],
  [impactSignal, 'Impact of a signal'],
]);

/** Fields that hold a part of one of these. */
const inParts = new Map([
  ['status', 'Hub status'],
  ['judgement', 'Judgement'],
]);

const introductions: Readonly<Record<string, string>> = {
  hello: 'The first frame of a connection.',
  hubs: 'After `hello`, and when a hub comes, goes or takes another state.',
  snapshot: 'All that is needed to show a hub from nothing.',
  tick: 'A second closed.',
  amend: 'Late data changed a second that was shown.',
  status: 'The hub’s state changed outside of a tick.',
  alert: 'An alert took another state, or was acknowledged.',
  marker: 'A named moment: a deploy, an optimization switched on, a change of configuration.',
  impact: 'The change since the baseline: every 5 s, and at once where a verdict or the comparison changes.',
  rules:
    'Rules were made, changed or deleted, or the configuration was read again: those that watch the hub now.',
  pong: 'The answer to `ping`.',
  ok: 'An action was done that has no other answer.',
  error: 'A message could not be understood or done. The connection lives.',
  subscribe: 'Choose a hub, and what of it. The answer is a snapshot.',
  resume: 'After a lost connection, as the first message: what was missed follows in order, or a snapshot.',
  acknowledge_alert: 'The answer is `ok`, and an `alert` to all who watch.',
  ping: 'The answer is `pong`.',
};

function anchor(name: string): string {
  return `[${name}](#${name.toLowerCase().replaceAll(' ', '-')})`;
}

function parts(types: readonly z.core.SomeType[]): string {
  return types.map(typeName).join(' or ');
}

/** A schema in words. */
function typeName(type: z.core.SomeType): string {
  const schema = type as z.ZodType;
  const name = shared.get(schema);
  if (name !== undefined) return anchor(name);
  if (schema instanceof z.ZodNullable) return `${typeName(schema.unwrap())} or null`;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return typeName(schema.unwrap());
  if (schema instanceof z.ZodLiteral)
    return [...schema.values].map((value) => `\`${String(value)}\``).join(', ');
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => `\`${String(option)}\``).join(', ');
  if (schema instanceof z.ZodArray) return `array of (${typeName(schema.element)})`;
  if (schema instanceof z.ZodTuple) {
    return `[${schema.def.items.map(typeName).join(', ')}, …(${schema.def.rest === null ? '' : typeName(schema.def.rest)})]`;
  }
  if (schema instanceof z.ZodRecord) return `object: name → (${typeName(schema.def.valueType)})`;
  if (schema instanceof z.ZodUnion) return parts(schema.options);
  if (schema instanceof z.ZodObject) return 'object';
  return schema.def.type;
}

interface Field {
  readonly path: string;
  readonly type: string;
  readonly optional: boolean;
}

/** The object inside of optional, nullable and default wrappings that has no section of its own; null where there is none. */
function plainObject(schema: z.ZodType): z.ZodObject | null {
  if (shared.has(schema)) return null;
  if (schema instanceof z.ZodObject) return schema;
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodNullable;
  return wrapped ? plainObject(schema.unwrap() as z.ZodType) : null;
}

function fields(schema: z.ZodObject, prefix = '', optional = false): Field[] {
  return Object.entries(schema.shape).flatMap(([name, type]): Field[] => {
    const field = type as z.ZodType;
    const path = `${prefix}${name}`;
    const missing = optional || field.safeParse(undefined).success;
    // What is told in parts has the fields of the whole.
    const whole = missing ? inParts.get(path) : undefined;
    if (whole !== undefined) return [{ path, type: `parts of ${anchor(whole)}`, optional: true }];
    const inner = plainObject(field);
    if (inner !== null) return fields(inner, `${path}.`, missing);
    const list = field instanceof z.ZodOptional ? field.unwrap() : field;
    const element = list instanceof z.ZodArray ? plainObject(list.element as z.ZodType) : null;
    if (element !== null) return fields(element, `${path}[].`, missing);
    return [{ path, type: typeName(field), optional: missing }];
  });
}

function section(name: string, schema: z.ZodObject): string {
  const words = liveWords[name] ?? {};
  const known = new Set(fields(schema).map(({ path }) => path));
  const idle = Object.keys(words).filter((path) => !known.has(path));
  if (idle.length > 0) throw new Error(`${name} has no field ${idle.join(', ')}`);
  const rows = fields(schema).map(({ path, type, optional }) => {
    const meaning = words[path];
    if (meaning === undefined) throw new Error(`${name} says nothing of ${path}`);
    return `| \`${path}\`${optional ? ' (may be left out)' : ''} | ${type} | ${meaning} |`;
  });
  const introduction = introductions[name];
  return [
    `### ${name}`,
    ...(introduction === undefined ? [] : [introduction]),
    ['| field | type | meaning |', '|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

/** The literal by which a union tells its members apart. */
function discriminator(schema: z.ZodObject, key: 'type' | 'action'): string {
  const literal = (schema.shape as Record<string, unknown>)[key];
  return literal instanceof z.ZodLiteral ? String(literal.value) : '';
}

/** The page `docs/websocket-live.md`. */
export function liveDocument(): string {
  const frames = liveFrame.options.map((schema) => section(discriminator(schema, 'type'), schema));
  const actions = liveAction.options.map((schema) => section(discriminator(schema, 'action'), schema));
  const shapes = [...shared].map(([schema, name]) =>
    schema instanceof z.ZodObject ? section(name, schema) : '',
  );
  return [
    '<!-- Made from packages/core/wire by packages/server/stream/testing/live-document.ts; a test compares the two. -->',
    '# WebSocket, the live form',
    `Connect to \`ws://HOST:8081/ws\` (or the dashboard’s port) with the subprotocol \`${liveProtocol}\`, and with \`?hub=NAME\` if you want a certain hub. Every message is one JSON object. How to connect, limits, origins and the plain form: [websocket.md](websocket.md).`,
    [
      'The server sends `hello` and `hubs` at once, and a `snapshot` 100 ms later, or as soon as you send `subscribe` or `resume`. From then on each change of the hub is one frame: a `tick` each second, `amend` for late data, `status`, `alert`, `marker`, `impact`, `rules`. Where more than a hundred alerts change in one second, or a marker is taken back, one `snapshot` tells it.',
      'Each of these has a `seq`, one more than the frame before. A frame with a `seq` that you have applied can be ignored. Where a number is missing, send `subscribe` and start from its snapshot. A later server may send frames of other types: leave them out, but count their `seq`. A viewer that reads too slowly misses frames and then gets a snapshot.',
      'After a lost connection send `resume` as the first message, with the `epoch` of the `hello` and the last `seq` that you applied. The server keeps the last 120 frames of each hub that was watched within two minutes, in full (all components, all signals), and sends those that you missed; else it sends a snapshot.',
    ].join('\n\n'),
    'A value that is unknown is `null`. A component that is not named in a tick has the values of the frame before, in that second too. Seconds in which the hub was silent come as ticks of nulls when it is back, or, past 90 of them, as a new snapshot. While it is silent there are no ticks.',
    '## Frames',
    ...frames,
    '## Actions',
    ...actions,
    '## Shapes',
    ...shapes,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}
