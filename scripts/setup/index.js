import { build } from './build.js';
import { chromium } from './chromium.js';
import { endWithNpm } from './end-with-npm.js';
import { install, nodeIsTooOld } from './install.js';
import { locked } from './lock.js';
import { StepFailed } from './step.js';

/**
 * Installs and builds what is missing. Ends the process where that can't be done; it has been said why.
 * @param {{ browser?: boolean, then?: () => Promise<void> }} [needs] `then`: what else is to be made, before another
 *   command of this checkout makes anything
 */
export async function setUp({ browser = false, then } = {}) {
  if (nodeIsTooOld(process.versions.node)) {
    process.stderr.write(`Hubscope needs Node 20.19 or later; this is ${process.versions.node}.\n`);
    process.exit(1);
  }
  endWithNpm();
  try {
    await locked(async () => {
      await install();
      await build();
      if (browser) process.env['CHROMIUM_PATH'] = await chromium();
      await then?.();
    });
  } catch (error) {
    if (error instanceof StepFailed) process.exit(1);
    throw error;
  }
}
