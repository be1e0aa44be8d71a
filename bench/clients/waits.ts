import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** When a ping was sent, ms since the epoch, and how long its answer took, ms. */
export type Wait = readonly [sent: number, took: number];

const program = fileURLToPath(new URL('pings.js', import.meta.url));

/**
 * Measures from a process of its own how long a server lets a viewer wait.
 * @param everyMs between two pings
 * @returns ends it and answers every ping
 */
export function watchWaits(url: string, everyMs: number): () => Promise<readonly Wait[]> {
  const child = spawn(process.execPath, [program, url, String(everyMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waits: Wait[] = [];
  const told = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        const [sent, took] = line.split(' ').map(Number);
        if (took !== undefined) waits.push([sent ?? 0, took]);
      })
      .once('close', resolve);
  });
  return async () => {
    child.stdin.end();
    await told;
    return waits;
  };
}
