import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

/** Frames that are told, the innermost first. */
const maxFrames = 20;
/** A loop that is held up outside of JavaScript, as by a disk, can't be asked, ms. */
const withinMs = 2000;

function place(url: string, line: number): string {
  return `${url.startsWith('file:') ? fileURLToPath(url) : url}:${String(line + 1)}`;
}

/**
 * Where the main thread of this process is, asked from another thread: it is held for some milliseconds.
 * @returns a frame a line, the innermost first; null where it does not answer
 */
export async function mainStack(): Promise<string[] | null> {
  const session = new Session();
  try {
    session.connectToMainThread();
    const paused = new Promise<string[]>((resolve) => {
      session.once('Debugger.paused', ({ params }) => {
        resolve(
          params.callFrames.slice(0, maxFrames).map(({ functionName, url, location }) => {
            return `${functionName === '' ? '(anonymous)' : functionName} ${place(url, location.lineNumber)}`;
          }),
        );
      });
    });
    const late = new Promise<null>((resolve) => {
      setTimeout(() => {
        resolve(null);
      }, withinMs).unref();
    });
    session.post('Debugger.enable').catch(() => undefined);
    session.post('Debugger.pause').catch(() => undefined);
    return await Promise.race([paused, late]);
  } catch {
    return null;
  } finally {
    // It goes on with the last session that leaves.
    session.disconnect();
  }
}
