import { z } from 'zod';

const signalName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'lower-case letters, digits and underscores, 64 at most');
const attribute = z.string().min(1).max(200);

/** What a model's tokens cost. */
export const writtenPrice = z.strictObject({
  /** A glob of the model's name; of several that fit the one that says most of the name counts. */
  model: z.string().min(1).max(200),
  /** Currency units for a million tokens that the model reads. */
  input: z.number().min(0),
  /** The same for a million that it writes. */
  output: z.number().min(0),
});

/** A row that says what a metric or a span gives, for telemetry that no convention covers. */
export const writtenMapping = z
  .strictObject({
    /** The metric that it is about; or `span`. */
    metric: z.string().min(1).max(200).optional(),
    /** A glob of the name of the spans that it is about. */
    span: z.string().min(1).max(200).optional(),
    /** Only points or spans whose attributes have these values. */
    attributes: z.record(attribute, z.string().max(1000)).default({}),
    /** The signal that it gives: a built-in one, or a new one of this name. */
    signal: signalName.optional(),
    /** How a metric gives it, where that is not its value itself. */
    role: z
      .enum(['value', 'operations', 'cpu_seconds', 'cpu_share', 'cpu_limit', 'core_share', 'core_seconds'])
      .optional(),
    /** Multiplies the value into the signal's unit. */
    factor: z.number().default(1),
    /** The attribute of a span that holds the value; its duration in ms unless set. */
    value: attribute.optional(),
    /** What the spans are operations of. */
    component: z.enum(['agent', 'tool', 'model', 'workflow', 'mcp', 'service']).optional(),
    /** The attribute that names that component; the span's name unless set. */
    name: attribute.optional(),
    /** Of a new signal. */
    title: z.string().min(1).max(100).optional(),
    unit: z.string().max(30).default(''),
    better: z.enum(['higher', 'lower']).nullable().default(null),
    fold: z.enum(['sum', 'distribution']).default('sum'),
    decimals: z.number().int().min(0).max(6).default(1),
  })
  .superRefine((row, context) => {
    const fault = (message: string): void => {
      context.addIssue({ code: 'custom', message });
    };
    if ((row.metric === undefined) === (row.span === undefined)) fault('names either a metric or a span');
    if (row.metric !== undefined && row.signal === undefined) fault('a metric gives a signal: name it');
    if (row.span !== undefined && row.signal === undefined && row.component === undefined)
      fault('a span gives a signal or is an operation of a component: name one');
  });
export type WrittenMapping = z.infer<typeof writtenMapping>;

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** What is kept of telemetry, and what is left out of it. */
export const privacy = z.strictObject({
  /** Attributes of spans that are kept with slow operations; of prompts and the like too, if they are named here. */
  attributes: z.array(attribute).max(100).default([]),
  /** Regular expressions of what is left out of names and of attributes that are kept, beside e-mail addresses and keys. */
  redact: z
    .array(z.string().min(1).max(500).refine(isRegularExpression, 'is no regular expression'))
    .max(100)
    .default([]),
});

/** Headers that an OTLP endpoint is sent, as a key. */
export const otlpHeaders = z.record(z.string().min(1).max(200), z.string().max(4000)).default({});

/** An OTLP endpoint to which all that arrives is sent on. */
export const forwardTarget = z.strictObject({
  /** Its base address, as in OTEL_EXPORTER_OTLP_ENDPOINT: `/v1/traces` and its kin are added. */
  endpoint: z.url({ protocol: /^https?$/ }),
  headers: otlpHeaders,
  signals: z.array(z.enum(['traces', 'metrics', 'logs'])).default(['traces', 'metrics', 'logs']),
  /** Bytes that wait at most; what comes then is dropped and counted. */
  max_queue_bytes: z.number().int().min(1_048_576).max(4_294_967_296).default(33_554_432),
});
export type ForwardTarget = z.infer<typeof forwardTarget>;
