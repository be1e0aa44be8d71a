/** A query that can't be understood. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

/** Words that must be there together, in this order of quotes and words as they were given. */
export interface Query {
  readonly terms: readonly string[];
}

const stopWords = new Set(
  'a an and are as at be by do does for from how in is it of on or said that the their this to was what where which with'.split(
    ' ',
  ),
);

/**
 * Parses the hub's small query language: words, and phrases in double quotes. Brackets and backticks of a heading are no words.
 * @throws QueryError where a quote is not closed, or no word is left
 */
export function parseQuery(text: string): Query {
  const quotes = text.split('"').length - 1;
  if (quotes % 2 !== 0) throw new QueryError('a quote is not closed');
  const terms = (text.match(/[\p{L}\p{N}_$][\p{L}\p{N}_$.-]*/gu) ?? [])
    .map((word) => word.toLowerCase().replace(/[.-]+$/, ''))
    .filter((word) => word.length > 1 && !stopWords.has(word));
  if (terms.length === 0) throw new QueryError('no word is left');
  return { terms: [...new Set(terms)] };
}
