/** The name of the performance entries: one a tick, from the arrival of its message to the frame that shows it. */
export const tickToPaint = 'tick-to-paint';

const kept = 120;
let measured = 0;

/**
 * Measures from the arrival of a tick (its event's time stamp) to the end of the frame that paints it, as a `performance.measure`
 * entry. The last {@link kept} or so are kept; a hidden page paints nothing and measures nothing.
 */
export function measureTickToPaint(arrivedAt: number): void {
  if (document.hidden) return;
  requestAnimationFrame(() => {
    // A message posted inside a frame is delivered after that frame has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      measured += 1;
      if (measured % kept === 0) performance.clearMeasures(tickToPaint);
      performance.measure(tickToPaint, { start: arrivedAt, end: performance.now() });
    };
    port2.postMessage(null);
  });
}
