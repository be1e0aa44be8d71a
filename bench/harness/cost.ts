import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a process costs, as Linux tells it. */
export interface Cost {
  /** Resident memory, MB (10^6 bytes). */
  readonly rssMb: number;
  /** CPU-seconds since it began, all threads. */
  readonly cpuSeconds: number;
}

/** Clock ticks a second in `/proc` (sysconf `_SC_CLK_TCK`). */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Reads `/proc/PID` (proc(5): `VmRSS` of `status` is in KiB, fields 14 and 15 of `stat` are in clock ticks). */
export function costOf(pid: number): Cost {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN);
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // The second field is the program's name in brackets, which may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11] ?? NaN) + Number(fields[12] ?? NaN);
  return { rssMb: (kib * 1024) / 1e6, cpuSeconds: ticks / ticksPerSecond };
}
