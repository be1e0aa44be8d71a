import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from '../../bench/harness/browser.js';
import { serve, type Served } from '../../bench/harness/server.js';
import { Feeder, type FeederOptions } from './feeder.js';

/** A browser and a server with a hub that works, there while the tests of a file run. */
export class Fed {
  browser!: Browser;
  server!: Served;
}

/**
 * Sees to what a file's tests look at. To be called outside of any test.
 * @param config of the server, as YAML
 */
export function fed(options: FeederOptions, config = ''): Fed {
  const house = new Fed();
  const folder = mkdtempSync(join(tmpdir(), 'hubscope-fed-'));
  let feeder: Feeder;
  beforeAll(async () => {
    const file = join(folder, 'hubscope.yaml');
    writeFileSync(file, config);
    house.browser = await openBrowser();
    house.server = await serve(config === '' ? {} : { args: ['serve', '--config', file] });
    feeder = new Feeder(house.server, options);
  });
  afterAll(async () => {
    await feeder.stop();
    await house.server.process.stop();
    await house.browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return house;
}
