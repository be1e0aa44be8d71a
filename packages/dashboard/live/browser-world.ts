import type { World } from '@hubscope/core/live';
import { decodeFrame } from './decode.js';
import { measureTickToPaint } from './tick-to-paint.js';
import { openTransport } from './transport.js';

/** Where the server is: the page's own origin, or, when the page is developed apart from it, the one that the build was given. */
export function serverOrigin(): string {
  return process.env.NEXT_PUBLIC_HUBSCOPE_ORIGIN ?? window.location.origin;
}

/** The page's clock: wall time that never goes back. */
export function pageNow(): number {
  return performance.timeOrigin + performance.now();
}

function jitter(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}

export const browserWorld: World = {
  open: openTransport,
  decode: decodeFrame,
  address: (hub) => {
    const url = new URL('/ws', serverOrigin());
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    if (hub !== null) url.searchParams.set('hub', hub);
    return url.href;
  },
  now: pageNow,
  jitter,
  setTimer: (run, ms) => {
    const timer = setTimeout(run, Math.max(0, ms));
    return () => {
      clearTimeout(timer);
    };
  },
  onTick: measureTickToPaint,
};
