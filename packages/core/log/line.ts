import type { LogContext, LogLevel } from './log.js';

/** `json` for programs, `text` for people. */
export type LogForm = 'json' | 'text';

export interface LogEvent {
  /** ms since the epoch. */
  readonly time: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly context: LogContext;
}

/** The longest text that is kept of one value, UTF-16 code units; the rest is cut and marked with an ellipsis. */
const maxText = 4000;
/** Values of one event that are kept. */
const maxValues = 30;

// DEL and C1 controls (some terminals obey U+009B as they do ESC [), line separators, and what turns text around.
// Those below a space are escaped by JSON itself.
const unprintable = /[\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** A text that needs no quotes. */
const plain = /^[\w.,:;/@%+~#*()[\]-]+$/;

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

function bounded(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Error) return bounded('', value.stack ?? value.message);
  return typeof value === 'string' && value.length > maxText ? `${value.slice(0, maxText)}…` : value;
}

/** A value as JSON that stays in its line and moves no cursor. */
function json(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, bounded);
  } catch {
    // It holds itself.
  }
  return (text ?? JSON.stringify(String(value))).replace(unprintable, escaped);
}

function word(value: unknown): string {
  return typeof value === 'string' && value.length <= maxText && plain.test(value) ? value : json(value);
}

function textOf(iso: string, { level, message, context }: LogEvent): string {
  const words = json(message).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  const values = Object.entries(context)
    .slice(0, maxValues)
    .map(([name, value]) => ` ${word(name)}=${word(value)}`);
  return `${iso} ${level.padEnd(5)} ${words}${values.join('')}`;
}

/** An event as one line without its end, whatever stands in it. Values never take the place of time, level or message. */
export function logLine(form: LogForm, event: LogEvent): string {
  const iso = new Date(event.time).toISOString();
  if (form === 'text') return textOf(iso, event);
  const { level, message, context } = event;
  const own = { time: iso, level, message };
  return json({ ...own, ...Object.fromEntries(Object.entries(context).slice(0, maxValues)), ...own });
}
