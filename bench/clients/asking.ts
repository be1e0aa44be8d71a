import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What became of requests to the API. */
export interface Asked {
  /** How long each answer took, ms. */
  readonly times: readonly number[];
  /** Requests that were answered with an error, or not at all. */
  readonly failed: number;
}

/** A program that asks the API at a steady pace (`api-requests.ts`), in a process of its own. */
export class Asking {
  readonly #child;
  readonly #told: Promise<string>;

  /** @param requestsASecond sent at that pace, whether the ones before are answered or not */
  constructor(api: string, hub: string, requestsASecond: number) {
    const program = fileURLToPath(new URL('api-requests.js', import.meta.url));
    this.#child = spawn(process.execPath, [program, api, hub, String(requestsASecond)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#told = new Promise((resolve, reject) => {
      createInterface({ input: this.#child.stdout }).once('line', resolve);
      this.#child.once('close', () => {
        reject(new Error('what asks the API ended early'));
      });
    });
  }

  async stop(): Promise<Asked> {
    this.#child.stdin.end();
    return JSON.parse(await this.#told) as Asked;
  }
}
