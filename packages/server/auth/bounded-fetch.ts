import { readBounded } from '@hubscope/core/bytes';

/** A provider's answers are some kilobytes, bytes unpacked. */
const maxAnswerBytes = 1_048_576;

/** Statuses whose answers have no body, by which a `Response` can be made from none only. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Fetches an answer whole, as long as it is no larger than a provider's are. @throws where it is, and as `fetch` does */
export async function boundedFetch(url: string, options: RequestInit): Promise<Response> {
  const { status, headers, body } = await fetch(url, options);
  const whole = await readBounded(body, maxAnswerBytes);
  if (whole === null) throw new Error(`the answer is larger than ${String(maxAnswerBytes)} bytes`);
  return new Response(bodiless.has(status) ? null : whole, { status, headers });
}
