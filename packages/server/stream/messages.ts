import { z } from 'zod';
import {
  HubscopeError,
  liveAction,
  plainAction,
  type LiveAction,
  type PlainAction,
} from '@hubscope/core/wire';

/** The largest message that is read; a larger one is answered with an error. */
export const maxMessageBytes = 16_384;

/** A message past this closes the connection (1009) before it is in memory. */
export const hardMessageBytes = 65_536;

const someAction = z.looseObject({ action: z.string() });

function parseWith<T>(schema: z.ZodType<T>, raw: Buffer | null): T {
  if (raw === null) throw new HubscopeError('malformed_message', 'Messages are text.');
  if (raw.length > maxMessageBytes) throw new HubscopeError('message_too_large');
  let json: unknown;
  try {
    json = JSON.parse(raw.toString());
  } catch {
    throw new HubscopeError('malformed_message');
  }
  const shape = someAction.safeParse(json);
  if (!shape.success) {
    throw new HubscopeError('malformed_message', 'The message is not a JSON object with an "action".');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.some(
    ({ path, code }) => path[0] === 'action' && code === 'invalid_union',
  );
  if (unknown) {
    throw new HubscopeError(
      'unknown_action',
      `No action is named ${JSON.stringify(shape.data.action.slice(0, 100))}.`,
    );
  }
  const issue = parsed.error.issues[0];
  throw new HubscopeError('invalid_request', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

/** Reads a message of the plain form. @throws HubscopeError with the code that the client is told; `raw` is null where it was no text */
export function parsePlain(raw: Buffer | null): PlainAction {
  return parseWith(plainAction, raw);
}

/** Reads a message of the live form. @throws HubscopeError with the code that the client is told; `raw` is null where it was no text */
export function parseLive(raw: Buffer | null): LiveAction {
  return parseWith(liveAction, raw);
}
