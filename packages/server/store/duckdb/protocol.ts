import type { Database } from './database.js';

export type Method = keyof Database;

/** What the server asks of the database process. */
export interface Asked {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

export function isAsked(message: unknown): message is Asked {
  return typeof message === 'object' && message !== null && 'method' in message;
}
