import type { LogForm } from '@hubscope/core/log';
import type { Patience } from './watch.js';

/** How often the loop gives a sign, and how often it is looked for, ms. */
export const eachMs = 250;

/** What the thread is told as it begins. */
export interface Orders {
  readonly patience: Patience;
  /** Two 32-bit numbers: how many signs the loop gave, and how many bytes of `about` are written. */
  readonly signs: SharedArrayBuffer;
  /** What the loop said last of its work, JSON in UTF-8. */
  readonly about: SharedArrayBuffer;
  readonly form: LogForm;
  /** The file that a hang is kept in. */
  readonly dump: string;
  readonly version: string;
}

/** What the thread tells: first that the loop stands still, with what is known of it; then, when it moves again, for how long it stood. */
export type Stall =
  | { readonly over: false; readonly known: Readonly<Record<string, unknown>> }
  | { readonly over: true; readonly ms: number };
