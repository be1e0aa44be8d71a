import { readFileSync } from 'node:fs';
import type { Config } from '@hubscope/core/wire';

/** Files that are open beside those of viewers: doors, journal, senders. */
const filesBeside = 500;
/** What the server and the database's process have been seen to take together, MB (10^6 bytes): docs/operate.md. */
const leastMemoryMb = 434;

/** What the system lets this process have; null where it says nothing of it. */
export interface Limits {
  /** Files that it may have open. */
  readonly files: number | null;
  /** Memory of its container, MB (10^6 bytes). */
  readonly memoryMb: number | null;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** As Linux tells them: proc(5), and the memory controller of cgroups of version 2. */
export function limitsOfSystem(): Limits {
  const files = /^Max open files\s+(\d+)/m.exec(read('/proc/self/limits'))?.[1];
  // Without a namespace of its own a process is in a group below the root of the file system of groups.
  const group = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup'))?.[1] ?? '/';
  const memory = /^\d+/.exec(read(`/sys/fs/cgroup${group === '/' ? '' : group}/memory.max`))?.[0];
  return {
    files: files === undefined ? null : Number(files),
    memoryMb: memory === undefined ? null : Number(memory) / 1e6,
  };
}

/** What will not hold under load although it starts, in sentences that say what to change. */
export function startWarnings({ max_viewers }: Pick<Config, 'max_viewers'>, limits: Limits): string[] {
  const { files, memoryMb } = limits;
  const warnings: string[] = [];
  if (files !== null && files < max_viewers + filesBeside)
    warnings.push(
      `${String(files)} files may be open, and each of up to ${String(max_viewers)} viewers is one: raise the limit (ulimit -n, LimitNOFILE) to ${String(max_viewers + filesBeside)}, or lower HUBSCOPE_MAX_VIEWERS.`,
    );
  if (memoryMb !== null && memoryMb < leastMemoryMb)
    warnings.push(
      `The container may take ${memoryMb.toFixed(0)} MB of memory; server and database have been seen to take ${String(leastMemoryMb)} MB together. Past its limit the system ends one of them.`,
    );
  return warnings;
}
