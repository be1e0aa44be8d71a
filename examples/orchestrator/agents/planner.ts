const opening = /^(what is said of|how does|explain|where do)\s+/i;
const closing = /\s*(matter)?\?\s*$/i;
const between = /\s+(?:and|or|relate to)\s+/i;

/** Splits a question into what has to be looked for, one query a topic. */
export function plan(question: string): string[] {
  const topics = question.replace(opening, '').replace(closing, '');
  return topics
    .split(between)
    .map((topic) => topic.trim())
    .filter((topic) => topic !== '');
}
