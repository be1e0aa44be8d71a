/** Takes the pictures of the documentation: `take.js FOLDER [NAME …]`. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser, openPage } from '../harness/browser.js';
import { emptyName, takeEmpty } from './empty.js';
import { pictures, type Picture } from './list.js';
import { Sample } from './sample.js';
import { takeVerdicts, verdictNames } from './verdicts.js';

/** A picture in the documentation is loaded by every reader. */
const mostBytes = 200_000;

async function take(browser: Browser, sample: Sample, folder: string, picture: Picture): Promise<void> {
  const { name, query = '', look, reach, withoutServer = false } = picture;
  const { page, faults } = await openPage(browser, `${sample.server.dashboard}${query}`, look);
  await reach(page, sample);
  // Half a second, so that what fades in stands.
  await page.waitForTimeout(500);
  const shot = await page.screenshot();
  await page.context().close();
  if (faults.length > 0 && !withoutServer) throw new Error(`${name}: ${faults.join('; ')}`);
  await keep(folder, name, shot);
}

async function keep(folder: string, name: string, shot: Buffer): Promise<void> {
  const file = join(folder, `${name}.png`);
  writeFileSync(file, await sharp(shot).png({ palette: true, quality: 90, effort: 10 }).toBuffer());
  const { size } = statSync(file);
  if (size > mostBytes) throw new Error(`${name} has ${String(size)} bytes`);
  process.stdout.write(`${file}  ${String(Math.round(size / 1000))} kB\n`);
}

/** Those that need the sample hub. */
async function takeSample(browser: Browser, folder: string, chosen: readonly Picture[]): Promise<void> {
  const sample = await Sample.start();
  try {
    const before = chosen.filter(({ moment }) => moment === 'before');
    const after = chosen.filter(({ moment }) => moment === 'after');
    for (const picture of before) await take(browser, sample, folder, picture);
    if (after.length > 0) {
      await sample.capture('before the cache');
      await sample.improve('passage cache on');
    }
    for (const picture of after) await take(browser, sample, folder, picture);
  } finally {
    await sample.stop();
  }
}

const [folder = '.', ...wanted] = process.argv.slice(2);
const all = [...pictures.map(({ name }) => name), ...verdictNames, emptyName];
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no picture ${unknown.join(', ')}. There are: ${all.join(', ')}\n`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const browser = await openBrowser();
try {
  const chosen = pictures.filter(({ name }) => isWanted(name));
  if (chosen.length > 0) await takeSample(browser, folder, chosen);
  if (isWanted(emptyName)) await takeEmpty(browser, (name, shot) => keep(folder, name, shot));
  const verdicts = verdictNames.filter(isWanted);
  if (verdicts.length > 0) {
    await takeVerdicts(browser, verdicts, (name, shot) => keep(folder, name, shot));
  }
} finally {
  await browser.close();
}
