/** How many operations end in a second (s since the epoch): no other second within half a minute has as many. */
export function countOf(second: number): number {
  return 20 + (second % 30);
}
