import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type Served } from '../harness/server.js';

/** The built server with rules of a benchmark's own, which tells one webhook. */
export async function watchedServer(
  url: string,
  rules: readonly object[],
  settings: object = {},
): Promise<{ server: Served; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'hubscope-bench-'));
  const file = join(folder, 'hubscope.yaml');
  const channels = [{ type: 'webhook', name: 'bench', url, allow_internal: true }];
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ ...settings, rules, channels }));
  const server = await serve({ args: ['serve', '--config', file] });
  return {
    server,
    stop: async () => {
      await server.process.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
