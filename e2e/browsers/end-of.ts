import type { ChildProcess } from 'node:child_process';

const byItselfMs = 5000;

/** Waits until a process that leads a group has ended, with the group by force where it takes too long. */
export async function endOf(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const force = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, byItselfMs);
  await ended;
  clearTimeout(force);
}
