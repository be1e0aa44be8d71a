import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** The version of the installed package. */
export const version: string = manifest.parse(
  JSON.parse(readFileSync(new URL(import.meta.resolve('hubscope/package.json')), 'utf8')),
).version;
