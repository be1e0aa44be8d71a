import { readFile, stat } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** Targets of one set of labels, as `file_sd` of Prometheus has them. */
const groups = z
  .array(
    z.object({
      targets: z.array(z.string().min(1).max(2000)).max(1000),
      labels: z.record(z.string(), z.string()).default({}),
    }),
  )
  .max(1000);
export type TargetGroup = z.infer<typeof groups>[number];

/** A file larger than this is no list of targets, bytes. */
const maxFileBytes = 1_048_576;

/** A file of targets, in YAML or JSON, that is read again when it changes. A bad file leaves the targets as they were. */
export class TargetFile {
  #groups: readonly TargetGroup[] = [];
  #version = '';
  #error: string | null = null;

  constructor(readonly path: string) {}

  get groups(): readonly TargetGroup[] {
    return this.#groups;
  }

  /** Why it could not be read the last time; null where it could. */
  get error(): string | null {
    return this.#error;
  }

  /** Looks at the file. Answers whether its targets are others now. */
  async look(): Promise<boolean> {
    try {
      const { mtimeMs, size, ino } = await stat(this.path);
      const version = `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
      if (version === this.#version) return false;
      this.#version = version;
      if (size > maxFileBytes) throw new Error(`it is larger than ${String(maxFileBytes)} bytes`);
      this.#groups = groups.parse(parse(await readFile(this.path, 'utf8')) ?? []);
      this.#error = null;
      return true;
    } catch (error) {
      this.#error = `${this.path}: ${error instanceof Error ? error.message : String(error)}`;
      return false;
    }
  }
}
