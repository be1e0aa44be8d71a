import { readFileSync } from 'node:fs';

/** The most memory that a process has had at once since it began (`VmHWM`), MB; null where it is no more, or no Linux runs it. */
export function mostMemory(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return found === undefined ? null : (Number(found) * 1024) / 1e6;
  } catch {
    return null;
  }
}
