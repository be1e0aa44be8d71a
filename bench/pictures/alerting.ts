import type { Page } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { Letters } from './letters.js';
import type { Picture } from './list.js';
import type { Sample } from './sample.js';

const hub = 'research-hub';
const desktop = { viewport: { width: 1440, height: 900 } };
const dark = { ...desktop, colorScheme: 'dark' } as const;
const light = { ...desktop, colorScheme: 'light' } as const;
const phone = { viewport: { width: 390, height: 640 }, deviceScaleFactor: 2, colorScheme: 'light' } as const;

/** A rule that the sample hub breaks by how it works always, so that something fires when a picture is taken. */
const tight = {
  name: 'Slow answers',
  signal: 'latency',
  statistic: 'p95',
  above: 60,
  critical_at: 100_000,
  for: 3,
  keep_firing_for: 3,
  cooldown: 600,
  hub,
};
/** So much is on a chart. */
const minuteSeconds = 65;
const busy = { name: 'Busy', signal: 'busy', above: 0.01, for: 3, hub };

interface Named {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

/** The incident of the tight rule, which is made where it is not there. */
async function incident(sample: Sample): Promise<Named> {
  const rules = (await sample.ask('/rules')) as readonly Named[];
  if (!rules.some(({ name }) => name === tight.name)) await sample.tell('/rules', tight);
  return eventually({ what: 'the tight rule fires', withinMs: 60_000 }, async () => {
    const { incidents } = (await sample.ask(`/incidents?hub=${hub}`)) as { incidents: readonly Named[] };
    return incidents.find(({ name }) => name === tight.name) ?? null;
  });
}

async function alive(page: Page): Promise<void> {
  await page.locator('[data-testid=card-throughput][data-value]:not([data-value=""])').waitFor();
}

/** What alerts look like: in the list, as an incident, while a rule is edited, muted, and as a letter. */
export const alertingPictures: readonly Picture[] = [
  {
    name: 'alerts-dark',
    moment: 'before',
    look: dark,
    reach: async (page, sample) => {
      await incident(sample);
      await sample.works(minuteSeconds);
      await alive(page);
      await page.locator('[data-testid=alert][data-state=firing]').first().waitFor();
    },
  },
  {
    name: 'letter-light',
    moment: 'before',
    look: phone,
    reach: async (page, sample) => {
      const letters = new Letters();
      const port = await letters.open();
      const mail = { type: 'email', name: 'on-call', host: '127.0.0.1', port, security: 'none' };
      await sample.tell('/channels', {
        ...mail,
        from: 'Hubscope <hub@example.org>',
        to: ['on-call@example.org'],
        allow_internal: true,
      });
      await sample.tell('/rules', {
        ...tight,
        name: 'Slow retriever',
        component: 'agent:retriever',
        statistic: 'mean',
        above: 2,
      });
      const html = await eventually({ what: 'a letter', withinMs: 60_000 }, () => letters.html[0] ?? null);
      await page.goto('about:blank');
      await page.setContent(html);
      await letters.close();
    },
  },
  {
    name: 'incident-light',
    moment: 'before',
    query: '?view=incidents',
    look: light,
    reach: async (page, sample) => {
      const { id } = await incident(sample);
      await sample.works(minuteSeconds);
      await sample.tell(`/alerts/${encodeURIComponent(id)}/acknowledge`, {
        by: 'Ada',
        note: 'looking at the cache',
      });
      await sample.tell(`/incidents/${encodeURIComponent(id)}/notes`, {
        by: 'Ada',
        note: 'the writer waits for passages',
      });
      await page
        .getByTestId('incident-row')
        .filter({ hasText: tight.name })
        .getByRole('link')
        .first()
        .click();
      await page.getByTestId('timeline').getByText('the writer waits for passages').waitFor();
    },
  },
  {
    name: 'rule-editor-dark',
    moment: 'before',
    look: dark,
    reach: async (page, sample) => {
      await incident(sample);
      await sample.works(minuteSeconds);
      await alive(page);
      await page.keyboard.press('r');
      await page.getByTestId('rule').filter({ hasText: tight.name }).getByRole('button').click();
      await page.getByTestId('rule-preview').getByText('have fired').waitFor();
    },
  },
  {
    name: 'silences-light',
    moment: 'before',
    look: light,
    reach: async (page, sample) => {
      const window = { starts_at: Date.now() + 3_600_000, duration: 7200, repeat: 'weekly' };
      const asked = [
        { matcher: { hub, rule: busy.name }, duration: 3600, by: 'Ada', comment: 'Load test' },
        { matcher: { hub: 'staging-*' }, ...window, by: 'Bob', comment: 'Weekly rebuild of the index' },
      ];
      for (const each of asked) await sample.tell('/silences', each);
      await sample.works(minuteSeconds);
      // It hides an alert that fires.
      await sample.tell('/rules', busy);
      await eventually({ what: 'it has hidden something', withinMs: 60_000 }, async () => {
        const silences = (await sample.ask('/silences')) as readonly { hidden: number }[];
        return silences.some(({ hidden }) => hidden > 0) ? true : null;
      });
      await alive(page);
      await page.keyboard.press('r');
      await page.getByRole('button', { name: 'Silences' }).click();
      await page.getByTestId('silence').first().waitFor();
    },
  },
];
