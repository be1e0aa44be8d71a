import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Starts the hub of `counted.ts` as a process of its own; it ends when its standard input does. */
export function countedHub(hub: string, otlp: string): ChildProcessByStdio<Writable, Readable, null> {
  const program = fileURLToPath(new URL('counted.js', import.meta.url));
  return spawn(process.execPath, [program, hub, otlp], { stdio: ['pipe', 'pipe', 'inherit'] });
}
