import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { environmentNames, loadConfig } from '@hubscope/server';
import { describe, expect, it } from 'vitest';
import { parseJson, readJson } from './setup/json.js';
import { root } from './setup/root.js';

/**
 * @typedef {{ name: string }} Named
 * @typedef {{ spec: { selector: object, ports: { targetPort: string }[] } }} Service
 * @typedef {{ ports: (Named & { containerPort: number })[], volumeMounts: Named[], securityContext: object }} Container
 * @typedef {{ containers: [Container], volumes: Named[], securityContext: { runAsNonRoot: boolean } }} Pod
 * @typedef {{ spec: { replicas: number, volumeClaimTemplates: { metadata: Named }[],
 *   template: { metadata: { labels: object }, spec: Pod } } }} StatefulSet
 * @typedef {{ read_only: boolean, cap_drop: string[], build: { context: string, dockerfile: string } }} Contained
 * @typedef {{ exporters: Record<string, { endpoint: string }>,
 *   service: { pipelines: Record<string, { exporters: string[] }> } }} Collector
 */

const folder = join(root, 'deploy');
/** @param {readonly string[]} path */
const text = (...path) => readFileSync(join(folder, ...path), 'utf8');

/**
 * @param {readonly string[]} path
 * @returns {unknown[]}
 */
const documents = (...path) =>
  parseAllDocuments(text(...path)).map((each) => {
    /** @type {unknown} */
    const value = each.toJS();
    return value;
  });

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name));

it.each(files)('%s names no variable that there is not', (file) => {
  const known = new Set(['HUBSCOPE_CONFIG', ...Object.values(environmentNames)]);
  for (const [name] of readFileSync(file, 'utf8').matchAll(/HUBSCOPE_[A-Z_]+[A-Z]/g))
    expect(known).toContain(name);
});

describe('the Dockerfile', () => {
  const dockerfile = text('Dockerfile');

  it('copies what is there', () => {
    const copies = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, from = '']) =>
      from.split(' '),
    );
    expect(copies.length).toBeGreaterThan(5);
    for (const path of copies) expect([path, existsSync(join(root, path))]).toEqual([path, true]);
  });

  it('copies the manifest of every workspace: npm ci asks for all of them', () => {
    const { workspaces } = /** @type {{ workspaces: string[] }} */ (readJson(join(root, 'package.json')));
    const whole = [...dockerfile.matchAll(/^COPY (\S+) \.\/\S+$/gm)].map(([, path]) => path);
    for (const workspace of workspaces) {
      const [top = ''] = workspace.split('/');
      expect([top, whole.includes(top) || whole.includes(`${top}/package.json`)]).toEqual([top, true]);
    }
  });

  it('runs scripts that there are, as nobody in particular', () => {
    const { scripts } = /** @type {{ scripts: Record<string, string> }} */ (
      readJson(join(root, 'package.json'))
    );
    for (const [, name = ''] of dockerfile.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(name);
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  it('has a health check that is a program', () => {
    const [, command = '[]'] = /HEALTHCHECK[^\n]*\\\n\s+CMD (\[.*\])$/m.exec(dockerfile) ?? [];
    const [node, flag, program] = /** @type {string[]} */ (parseJson(command));
    expect([node, flag]).toEqual(['node', '-e']);
    // Nothing listens where it asks: it runs, and says that this is not healthy.
    const asked = String(program).replace('8081', '1');
    expect(spawnSync(process.execPath, ['-e', asked]).status).toBe(1);
  });
});

describe('the manifests of Kubernetes', () => {
  const [service, set] = /** @type {[Service, StatefulSet]} */ (documents('kubernetes', 'hubscope.yaml'));
  const pod = set.spec.template.spec;
  const [container] = pod.containers;

  it('open the doors where the server has them', async () => {
    const config = await loadConfig(null, {});
    const ports = Object.fromEntries(container.ports.map((each) => [each.name, each.containerPort]));
    expect(ports).toEqual({
      dashboard: config.dashboard_port,
      api: config.api_port,
      'otlp-http': config.otlp_http_port,
      'otlp-grpc': config.otlp_grpc_port,
    });
    for (const { targetPort } of service.spec.ports) expect(ports).toHaveProperty(targetPort);
    expect(service.spec.selector).toEqual(set.spec.template.metadata.labels);
  });

  it('mount what they declare, write nowhere else, and give no rights', () => {
    const declared = [...pod.volumes, ...set.spec.volumeClaimTemplates.map(({ metadata }) => metadata)];
    const names = declared.map(({ name }) => name);
    for (const { name } of container.volumeMounts) expect(names).toContain(name);
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect([pod.securityContext.runAsNonRoot, set.spec.replicas]).toEqual([true, 1]);
  });
});

describe('the compose file', () => {
  const { services } = /** @type {{ services: Record<string, Contained> & { hubscope: Contained } }} */ (
    documents('compose', 'compose.yaml')[0]
  );

  it('builds from files that are there, and passes on to the door that the server has', () => {
    const { context, dockerfile } = services.hubscope.build;
    expect(existsSync(join(folder, 'compose', context, dockerfile))).toBe(true);
    const collector = /** @type {Collector} */ (documents('compose', 'collector.yaml')[0]);
    expect(collector.exporters['otlphttp/hubscope']?.endpoint).toBe('http://hubscope:4318');
    for (const { exporters } of Object.values(collector.service.pipelines))
      for (const name of exporters) expect(collector.exporters).toHaveProperty(name);
  });

  it('gives no container a right, nor a disk to write on but its own', () => {
    for (const service of Object.values(services))
      expect([service.read_only, service.cap_drop]).toEqual([true, ['ALL']]);
  });
});

const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
it.runIf(analyze)('leaves the systemd unit next to nothing that could be misused', () => {
  const unit = join(folder, 'systemd', 'hubscope.service');
  const { status, stdout } = spawnSync('systemd-analyze', [
    'security',
    '--offline=true',
    '--threshold=20',
    unit,
  ]);
  expect([status, String(stdout).split('\n').at(-2)]).toEqual([0, expect.stringContaining('OK')]);
});
