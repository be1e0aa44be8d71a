import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const cost = z.object({
  cpuMean: z.number(),
  cpuP99: z.number(),
  ownP99: z.number(),
  wallP99: z.number(),
  liveMb: z.number(),
});

/**
 * What a second of comparing costs, ms, and the memory that it holds, MB (10^6 bytes). CPU is that of all threads, collecting garbage
 * included; `own` is without the pauses for it, which come by what the whole process leaves behind.
 */
export type Cost = z.infer<typeof cost>;

const program = fileURLToPath(new URL('cost-process.js', import.meta.url));

/** Compares so many components for so many seconds, in a process of its own that is started as the server is. */
export async function comparisonCost(components: number, seconds: number): Promise<Cost> {
  const child = fork(program, [String(components), String(seconds)], {
    // As `packages/cli/bin/hubscope.js` and the small heap of `packages/cli/heap.ts` have it.
    execArgv: ['--v8-pool-size=1', '--semi-space-growth-factor=1', '--optimize-for-size', '--expose-gc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (told) => {
      resolve(cost.parse(told));
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`the comparing process exited with ${String(code)}`));
    });
  });
}
