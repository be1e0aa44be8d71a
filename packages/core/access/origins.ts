/**
 * Whether a list of a configuration names an origin: it may be written there in capitals, or with a slash at its end.
 * @param origin as browsers send it, in small letters
 */
export function namesOrigin(configured: readonly string[], origin: string): boolean {
  return configured.some((each) => each.replace(/\/+$/, '').toLowerCase() === origin);
}
