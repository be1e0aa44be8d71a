import type { Page } from 'playwright-core';
import { eventually } from '../../bench/harness/eventually.js';

/** The figures on the cards and in the health strip as they stand on the screen; null where one is unknown or not there. */
export interface CardsShown {
  readonly throughput: number | null;
  readonly latency: number | null;
  readonly memory: number | null;
  readonly cpu: number | null;
  readonly errorRate: number | null;
}

/** Reads the figures of one moment. */
export async function cardsShown(page: Page): Promise<CardsShown> {
  const places = ['card-throughput', 'card-latency', 'card-memory', 'card-cpu', 'error-rate'];
  const values = await page.locator('[data-testid][data-value]').evaluateAll(
    (elements, wanted) =>
      wanted.map((place) => {
        const value = elements
          .find((element) => element.getAttribute('data-testid') === place)
          ?.getAttribute('data-value');
        return value === undefined || value === null || value === '' ? null : Number(value);
      }),
    places,
  );
  const [throughput = null, latency = null, memory = null, cpu = null, errorRate = null] = values;
  return { throughput, latency, memory, cpu, errorRate };
}

/** Waits until the cards show a hub that works; answers its throughput. */
export function working(page: Page): Promise<number> {
  return eventually({ what: 'the page shows a hub that works', withinMs: 15_000 }, async () => {
    const { throughput } = await cardsShown(page);
    return throughput !== null && throughput > 0 ? throughput : null;
  });
}
