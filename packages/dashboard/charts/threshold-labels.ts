/** A label that is nearer to another than this would stand on it, CSS px. */
const lineHeight = 14;
/** Width of a letter at most, and the room between two labels, CSS px. */
const letter = 6;
const between = 12;

export interface LabelWanted {
  /** Where its line is, CSS px from the top. */
  readonly y: number;
  readonly words: string;
}

/**
 * How far from the right edge each label stands, CSS px, so that none stands on another: one whose line is close to that of another is
 * moved to the left of it.
 */
export function labelEdges(labels: readonly LabelWanted[]): number[] {
  const placed: { readonly y: number; readonly until: number }[] = [];
  return labels.map(({ y, words }) => {
    const close = placed.filter((other) => Math.abs(other.y - y) < lineHeight);
    const from = Math.max(0, ...close.map(({ until }) => until));
    placed.push({ y, until: from + words.length * letter + between });
    return from;
  });
}
