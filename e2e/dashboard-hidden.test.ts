import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { tellHidden } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { fed } from './clients/fed.js';
import { cardsShown, working } from './pages/cards.js';

// No rule may fire: an alert changes the title and the icon of a tab in the background too.
const house = fed({ hub: 'background' }, 'rules: []\n');

/** How many parts of the page have changed since the last asking. */
function changes(page: Page): Promise<number> {
  return page.evaluate(() => {
    const seen = window as unknown as { changes?: number };
    if (seen.changes === undefined) {
      const observer = new MutationObserver(
        (records) => (seen.changes = (seen.changes ?? 0) + records.length),
      );
      observer.observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    }
    const count = seen.changes ?? 0;
    seen.changes = 0;
    return count;
  });
}

it('a page in the background hears on and draws nothing, and is of now when it is seen again', async () => {
  const page = await house.browser.newPage();
  let frames = 0;
  page.on('websocket', (socket) => socket.on('framereceived', () => (frames += 1)));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${house.server.dashboard}?hub=background&range=5m`);
  await working(page);
  await changes(page);
  await eventually({ what: 'a page that lives', withinMs: 10_000 }, async () =>
    (await changes(page)) > 20 ? true : null,
  );
  await tellHidden(page, true);
  // What was on its way when it was hidden may still be drawn.
  const hiddenAt = frames;
  await eventually({ what: 'a second in the background', withinMs: 10_000 }, () =>
    frames > hiddenAt ? true : null,
  );
  await changes(page);
  asked.length = 0;
  const before = frames;
  await eventually({ what: 'seconds that are heard of', withinMs: 20_000 }, () =>
    frames >= before + 6 ? true : null,
  );
  expect(await changes(page)).toBe(0);
  expect(asked).toEqual([]);
  const { throughput } = await cardsShown(page);
  expect(throughput).not.toBeNull();
  await tellHidden(page, false);
  await eventually({ what: 'the page lives again', withinMs: 5000 }, async () =>
    (await changes(page)) > 20 ? true : null,
  );
  await page.context().close();
});
