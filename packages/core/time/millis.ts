declare const millisBrand: unique symbol;
declare const secondBrand: unique symbol;

/** A moment in milliseconds since the Unix epoch; fractions carry microseconds. */
export type Millis = number & { readonly [millisBrand]: true };

/** A second of event time: whole seconds since the Unix epoch; it covers `[second, second + 1)`. */
export type Second = number & { readonly [secondBrand]: true };

/** Names a plain number as a moment in milliseconds since the epoch. */
export function millis(value: number): Millis {
  return value as Millis;
}

/** Names a plain whole number as a second of event time. */
export function second(value: number): Second {
  return Math.floor(value) as Second;
}

/** The second in which a moment lies. */
export function secondOf(moment: Millis): Second {
  return second(moment / 1000);
}

/** The moment at which a second starts. */
export function startOf(which: Second): Millis {
  return millis(which * 1000);
}

/** The first moment after a second. */
export function endOf(which: Second): Millis {
  return millis((which + 1) * 1000);
}

/** The second that lies `count` seconds after (or, negative, before) another. */
export function shift(which: Second, count: number): Second {
  return second(which + count);
}
