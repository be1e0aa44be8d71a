/**
 * `npm run package`: makes the package that is published, with its list of parts (SBOM), in `.cache/package`; `-- --try 20,22,24` installs it
 * in an empty folder and runs it on each of these versions of Node.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sbom } from './package/sbom.js';
import { publishedManifest, shelf, staged } from './package/stage.js';
import { tryOn } from './package/try.js';
import { setUp } from './setup/index.js';
import { npm } from './setup/programs.js';
import { step, StepFailed } from './setup/step.js';

const { values } = parseArgs({ options: { try: { type: 'string' } } });

await setUp();
try {
  rmSync(shelf, { recursive: true, force: true });
  const cwd = staged();
  await step('pack', npm('pack', '--pack-destination', shelf), { cwd });
  const { name, version } = publishedManifest();
  const tarball = join(shelf, `${String(name)}-${String(version)}.tgz`);
  const parts = join(shelf, `${String(name)}-${String(version)}.cdx.json`);
  writeFileSync(parts, `${JSON.stringify(sbom(), null, 2)}\n`);
  process.stdout.write(`${tarball}\n${parts}\n`);
  const wanted = (values.try ?? '').split(',').filter((each) => each !== '');
  for (const node of wanted) await tryOn(tarball, node);
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  process.exitCode = 1;
}
