import type { HistoryAnswer, Marker, RuleInForce } from '@hubscope/core/wire';
import { serverOrigin } from './browser-world.js';
import { commonWords } from '../words/common.js';

/** How long an answer may take, ms. */
const patienceMs = 15_000;

/** An answer that was not what was asked for, in words for a person. */
export class ApiFault extends Error {
  /** The problem's stable code; null where none came. */
  readonly code: string | null;

  constructor(message: string, code: string | null) {
    super(message);
    this.code = code;
  }
}

/** The fields of an object; null where it is none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** What a problem document says; null where the body is none. */
function problemOf(body: unknown): ApiFault | null {
  const problem = fieldsOf(body);
  const detail = problem?.['detail'] ?? problem?.['title'];
  const code = problem?.['code'];
  if (typeof detail !== 'string') return null;
  return new ApiFault(detail, typeof code === 'string' ? code : null);
}

/** Where a resource of the API is, relative to the server. */
export function apiPath(path: string, query: Readonly<Record<string, string | number | null>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null) search.set(name, String(value));
  const text = search.toString();
  return `/api/v1${path}${text === '' ? '' : `?${text}`}`;
}

/**
 * Asks the server; answers the parsed body (null for an empty one).
 * @throws ApiFault where the server refuses or cannot be reached; AbortError where `signal` gave up.
 */
export async function ask(
  path: string,
  { method = 'GET', body, signal }: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<unknown> {
  const patience = AbortSignal.timeout(patienceMs);
  let answer: Response;
  try {
    answer = await fetch(new URL(path, serverOrigin()), {
      method,
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFault(commonWords.unreachable, null);
  }
  const text = await answer.text();
  let parsed: unknown = null;
  try {
    parsed = text === '' ? null : JSON.parse(text);
  } catch {
    throw new ApiFault(commonWords.unreadable, null);
  }
  if (!answer.ok) throw problemOf(parsed) ?? new ApiFault(commonWords.refused(answer.status), null);
  return parsed;
}

/** An answer of the history resource; throws where it is none. */
export function historyAnswerOf(body: unknown): HistoryAnswer {
  const answer = fieldsOf(body);
  const signals = fieldsOf(answer?.['signals']);
  if (
    typeof answer?.['from'] !== 'number' ||
    typeof answer['step'] !== 'number' ||
    !Array.isArray(answer['time']) ||
    signals === null ||
    !Object.values(signals).every(Array.isArray)
  )
    throw new ApiFault(commonWords.unreadable, null);
  return answer as HistoryAnswer;
}

/** A list of the API, each entry with at least these fields as text. */
export function listOf<T>(body: unknown, ...fields: readonly (keyof T & string)[]): readonly T[] {
  const fits = (entry: unknown): entry is T => {
    const each = fieldsOf(entry);
    return each !== null && fields.every((field) => typeof each[field] === 'string');
  };
  return Array.isArray(body) ? body.filter(fits) : [];
}

/** The id of something that was made. @throws ApiFault where there is none */
export function idOf(body: unknown): string {
  const id = fieldsOf(body)?.['id'];
  if (typeof id !== 'string') throw new ApiFault(commonWords.unreadable, null);
  return id;
}

export function ruleListOf(body: unknown): readonly RuleInForce[] {
  return listOf<RuleInForce>(body, 'name', 'signal');
}

export function markersOf(body: unknown): readonly Marker[] {
  return listOf<Marker>(body, 'id', 'name').filter(({ at }) => typeof at === 'number');
}
