/** Takes the pictures of the documentation: `take.js FOLDER [NAME …]`. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser, openPage } from '../harness/browser.js';
import { pictures, type Picture } from './list.js';
import { Sample } from './sample.js';

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
  const file = join(folder, `${name}.png`);
  writeFileSync(file, await sharp(shot).png({ palette: true, quality: 90, effort: 10 }).toBuffer());
  const { size } = statSync(file);
  if (size > mostBytes) throw new Error(`${name} has ${String(size)} bytes`);
  process.stdout.write(`${file}  ${String(Math.round(size / 1000))} kB\n`);
}

const [folder = '.', ...wanted] = process.argv.slice(2);
const unknown = wanted.filter((name) => !pictures.some((each) => each.name === name));
if (unknown.length > 0) {
  const names = pictures.map(({ name }) => name).join(', ');
  process.stderr.write(`There is no picture ${unknown.join(', ')}. There are: ${names}\n`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const chosen = pictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const browser = await openBrowser();
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
  await browser.close();
  await sample.stop();
}
