/** Where the connection stands. Times: ms of the page's own clock. */
export type Link =
  | { readonly phase: 'connecting'; readonly attempt: number; readonly lostAt: number | null }
  | { readonly phase: 'connected'; readonly since: number }
  | {
      readonly phase: 'waiting';
      readonly attempt: number;
      readonly lostAt: number | null;
      /** When the next try begins. */
      readonly retryAt: number;
    };

export type LinkEvent = 'opened' | 'closed' | 'retry';

export const firstLink: Link = { phase: 'connecting', attempt: 0, lostAt: null };

const firstDelayMs = 1000;
const longestDelayMs = 30_000;

/** From this many failed tries on, the page says "Disconnected" and not "Reconnecting". */
const givingUpWords = 5;

/**
 * How long to wait before a try: doubling from one second to thirty, the later half of it spread by `jitter` (0–1), so that
 * viewers who lost one server at one moment do not come back at one moment.
 */
export function retryDelay(attempt: number, jitter: number): number {
  const whole = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * jitter);
}

/** The connection after something happened to it. */
export function step(link: Link, event: LinkEvent, now: number, jitter: number): Link {
  switch (event) {
    case 'opened':
      return { phase: 'connected', since: now };
    case 'closed': {
      if (link.phase === 'waiting') return link;
      const attempt = link.phase === 'connected' ? 0 : link.attempt;
      const lostAt = link.phase === 'connected' ? now : link.lostAt;
      return { phase: 'waiting', attempt: attempt + 1, lostAt, retryAt: now + retryDelay(attempt, jitter) };
    }
    case 'retry':
      return link.phase === 'waiting'
        ? { phase: 'connecting', attempt: link.attempt, lostAt: link.lostAt }
        : link;
  }
}

/** Whether so many tries failed that "Disconnected" is the plainer word. */
export function soundsDisconnected(link: Link): boolean {
  return link.phase !== 'connected' && link.attempt >= givingUpWords;
}
