/** How often a condition is looked at, ms. */
const everyMs = 25;

export interface Patience {
  /** What is waited for, for the message when it does not come. */
  readonly what: string;
  /** ms */
  readonly withinMs: number;
}

/** What was waited for can't come any more. */
export class Hopeless extends Error {
  override readonly name = 'Hopeless';
}

/** Resolves after `ms`; for loops that look again, never to hope that something has happened by then. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/**
 * Looks until something is there.
 * @param probe answers what was waited for, or null while it is not there; it may throw, which counts as not there
 * @throws when the time is over, with what the probe last threw; at once where that is {@link Hopeless}
 */
export async function eventually<T>(
  { what, withinMs }: Patience,
  probe: () => T | null | Promise<T | null>,
): Promise<T> {
  const until = performance.now() + withinMs;
  let fault: unknown = null;
  for (;;) {
    try {
      const found = await probe();
      if (found !== null) return found;
      fault = null;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      fault = error;
    }
    if (performance.now() > until) {
      const why = fault instanceof Error ? `: ${fault.message}` : '';
      throw new Error(`not within ${String(withinMs)} ms: ${what}${why}`, { cause: fault });
    }
    await pause(everyMs);
  }
}
