import type { Page } from 'playwright-core';

/** What the pointer reads off a chart: clock time (as the page writes it) and value. */
export type ReadOff = ReadonlyMap<string, number>;

/** Moves the pointer over a chart from end to end and reads what it says of each second under it. */
export async function readOff(page: Page, signal: string): Promise<ReadOff> {
  const chart = page.getByTestId(`chart-${signal}`);
  const box = await chart.locator('.window').boundingBox();
  if (box === null) throw new Error(`no chart of ${signal}`);
  const found = new Map<string, number>();
  // Twice as fine as the seconds are wide, so that none is stepped over while the chart glides.
  const steps = 130;
  for (let step = 0; step <= steps; step += 1) {
    await page.mouse.move(box.x + (box.width * step) / steps, box.y + box.height / 2);
    const read = await chart.locator('.legend').evaluate((legend) => ({
      at: legend.querySelector('.at')?.textContent ?? null,
      value: legend.querySelector('[data-value]')?.getAttribute('data-value') ?? '',
    }));
    if (read.at !== null && read.value !== '') found.set(read.at, Number(read.value));
  }
  await page.mouse.move(0, 0);
  return found;
}
