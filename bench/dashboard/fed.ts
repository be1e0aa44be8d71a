import type { Fed, FeederOptions } from '../../packages/dashboard/testing/feeder.mjs';

interface Feeding {
  readonly startFeeder: (options?: FeederOptions) => Promise<Fed>;
}

/** The dashboard's own test feeder, which serves the built page with values from a seed; seen from the built benchmark. */
const feeder = new URL('../../../packages/dashboard/testing/feeder.mjs', import.meta.url);

export async function startFed(options: FeederOptions): Promise<Fed> {
  const { startFeeder } = (await import(feeder.href)) as Feeding;
  return startFeeder(options);
}
