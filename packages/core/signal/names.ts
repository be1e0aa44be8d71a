declare const hubBrand: unique symbol;

/** The name of a hub, cleaned by {@link hubId}. Untrusted text: to be shown as text, never as markup. */
export type HubId = string & { readonly [hubBrand]: true };

/** The longest name that is kept, in UTF-16 code units; the rest is cut and marked with an ellipsis. */
export const maxNameLength = 200;

/** The hub under which the server watches itself. */
export const selfHub = 'hubscope' as HubId;

/** The component that stands for all that found no row of their own. */
export const otherComponent = 'other';

// C0 and C1 controls, line separators, bidirectional overrides and isolates, zero-width characters, lone surrogates:
// none of them has a place in a name, and some make one name look like another.
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A name from outside made safe to keep and to show: controls become U+FFFD, ends are trimmed, the length is bounded. */
export function cleanName(raw: string): string {
  // Cut before the scan, so that a name of a megabyte costs no more than a long one.
  const head = raw.length > maxNameLength ? raw.slice(0, maxNameLength + 1) : raw;
  const clean = head.replace(unprintable, '\ufffd').trim();
  return clean.length > maxNameLength ? `${clean.slice(0, maxNameLength - 1)}…` : clean;
}

/** A hub's name from outside; `default` where nothing readable is left. */
export function hubId(raw: string): HubId {
  const clean = cleanName(raw);
  return (clean === '' ? 'default' : clean) as HubId;
}
