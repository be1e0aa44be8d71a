import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

/** Frames that are told, the innermost first. */
const maxFrames = 20;
/** A loop that is held up outside of JavaScript, as by a disk, can't be asked, ms. */
const withinMs = 2000;
const resumedMs = 500;

const pause = (ms: number): Promise<null> =>
  new Promise((resolve) => {
    setTimeout(() => {
      resolve(null);
    }, ms);
  });

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
    // What is paused names its scripts by number.
    const scripts = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params }) => {
      scripts.set(params.scriptId, params.url);
    });
    const paused = new Promise<string[]>((resolve) => {
      session.once('Debugger.paused', ({ params }) => {
        resolve(
          params.callFrames.slice(0, maxFrames).map(({ functionName, location }) => {
            const url = scripts.get(location.scriptId) ?? '';
            return `${functionName === '' ? '(anonymous)' : functionName} ${place(url, location.lineNumber)}`;
          }),
        );
      });
    });
    session.post('Debugger.enable').catch(() => undefined);
    session.post('Debugger.pause').catch(() => undefined);
    return await Promise.race([paused, pause(withinMs)]);
  } catch {
    return null;
  } finally {
    // A thread that is held does not go on by itself when who holds it leaves.
    await Promise.race([session.post('Debugger.disable').catch(() => undefined), pause(resumedMs)]);
    session.disconnect();
  }
}
