import { readFileSync } from 'node:fs';
import { config, customSignal } from '@hubscope/core/wire';
import { expect, it } from 'vitest';
import { environmentNames } from './load.js';

const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');

it.each(Object.keys(config.shape))(
  'docs/configuration.md has a row for %s, with its variable and default',
  (setting) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${setting}\` |`));
    expect(row).toBeDefined();
    const variable = Object.entries(environmentNames).find(([name]) => name.split('.')[0] === setting)?.[1];
    if (variable !== undefined) expect(row).toContain(`\`${variable}\``);
    const value: unknown = config.parse({})[setting as keyof typeof config.shape];
    if (typeof value === 'number' || typeof value === 'string') expect(row).toContain(String(value));
  },
);

it.each(Object.keys(customSignal.shape))('docs/configuration.md names the field %s of a signal', (field) => {
  expect(page).toMatch(new RegExp(`\\b${field}\\b`));
});
