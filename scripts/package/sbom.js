import { execFileSync } from 'node:child_process';
import { parseJson } from '../setup/json.js';
import { npm } from '../setup/programs.js';
import { root } from '../setup/root.js';
import { usedPackages } from './licences.js';

/**
 * @typedef {{ 'bom-ref': string, purl: string }} Component
 * @typedef {{ bomFormat: string, components: Component[], dependencies: { ref: string, dependsOn: string[] }[] }} Bom
 */

/**
 * @param {readonly string[]} more
 * @returns {Bom}
 */
function told(...more) {
  const [command = '', ...args] = npm(
    'sbom',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
    '--package-lock-only',
    '--workspace=packages/cli',
    '--workspace=packages/dashboard',
    ...more,
  );
  const text = execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 });
  return /** @type {Bom} */ (parseJson(text));
}

/** What the published package is made of and needs, as a CycloneDX document, from the lock file. */
export function sbom() {
  const all = told();
  // npm leaves out with `--omit=dev` what another workspace has for its tests, though this one needs it.
  const kept = new Set([
    ...told('--omit=dev').components.map(({ purl }) => purl),
    ...usedPackages().map(({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`),
  ]);
  const components = all.components.filter(({ purl }) => kept.has(purl));
  const refs = new Set(components.map((each) => each['bom-ref']));
  const others = new Set(all.components.map((each) => each['bom-ref']).filter((ref) => !refs.has(ref)));
  return {
    ...all,
    components,
    dependencies: all.dependencies
      .filter(({ ref }) => !others.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => !others.has(each)) })),
  };
}
