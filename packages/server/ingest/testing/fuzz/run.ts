import { HubscopeError } from '@hubscope/core/wire';
import { BadPage } from '../../scrape/sample.js';
import { mutated, seeded } from './mutate.js';

/** Seconds for each decoder; none: so many inputs, always the same. */
const seconds = Number(process.env['HUBSCOPE_FUZZ_SECONDS'] ?? 0);
const seed = Number(process.env['HUBSCOPE_FUZZ_SEED'] ?? (seconds > 0 ? Date.now() % 2 ** 31 : 1));
export const runs = 150;
/** One input that takes more of the CPU hangs, ms. */
export const hangMs = 2000;

export const timeout = seconds * 1000 + 30_000;

/**
 * Throws inputs at a decoder.
 * @param take throws where the decoder did what it may not
 * @param most inputs where no seconds are given
 */
export async function fuzz(
  seeds: readonly Buffer[],
  take: (input: Buffer) => unknown,
  most = runs,
): Promise<void> {
  const random = seeded(seed);
  const until = performance.now() + seconds * 1000;
  for (let run = 0; seconds > 0 ? performance.now() < until : run < most; run += 1) {
    // The first are the payloads themselves.
    const input = seeds[run] ?? mutated(seeds, random);
    const began = process.cpuUsage();
    try {
      await take(input);
    } catch (error) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`seed ${String(seed)}, input ${String(run)}: ${input.toString('base64')}\n${what}`);
    }
    const { user, system } = process.cpuUsage(began);
    const took = (user + system) / 1000;
    if (took > hangMs)
      throw new Error(
        `seed ${String(seed)}, input ${String(run)} took ${String(took)} ms: ${input.toString('base64')}`,
      );
  }
}

/** What a decoder makes of an input; null where it refuses in a way that it may. */
export async function orRefused<T>(make: () => T | Promise<T>): Promise<T | null> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof HubscopeError && error.status < 500) return null;
    if (error instanceof BadPage) return null;
    throw error;
  }
}

export function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
