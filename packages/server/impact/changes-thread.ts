import { Worker } from 'node:worker_threads';
import type { Change } from '@hubscope/core/changes';
import type { Search } from './changes.js';

/** A search that takes longer is given up, ms. */
const givenUpMs = 60_000;

/** Searches in a thread of its own. @throws Error where the thread fails, or does not end in time */
export function findInThread(search: Search): Promise<readonly (readonly Change[])[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./changes-worker.js', import.meta.url), {
      workerData: search,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const late = setTimeout(() => {
      reject(new Error('the search for changes took too long'));
      void worker.terminate();
    }, givenUpMs);
    late.unref();
    worker.unref();
    worker.once('message', (found: readonly (readonly Change[])[]) => {
      clearTimeout(late);
      resolve(found);
    });
    worker.once('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
  });
}
