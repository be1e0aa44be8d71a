/** The process that has the database open: started where it is needed, ended where it is not, so that its memory is lent, not kept. */
import { isAsked, type Answer, type Method } from './protocol.js';
import { DuckDatabase, type DatabaseOptions } from './database.js';

const options = JSON.parse(process.argv[2] ?? '{}') as DatabaseOptions;
const database = new DuckDatabase(options);
let queue: Promise<unknown> = Promise.resolve();

function answer(answered: Answer): void {
  process.send?.(answered);
}

/** Both ends are this program, of one version: what the arguments are is the caller's to know. */
function call(method: Method, args: readonly unknown[]): Promise<unknown> {
  const run = database[method].bind(database) as (...given: unknown[]) => Promise<unknown>;
  return run(...args);
}

process.on('message', (message) => {
  if (!isAsked(message)) return;
  const { id, method, args } = message;
  // One after the other: a connection has one transaction at a time.
  queue = queue.then(async () => {
    try {
      answer({ id, value: await call(method, args) });
    } catch (error) {
      const { name, message: why } = error instanceof Error ? error : new Error(String(error));
      answer({ id, error: { name, message: why } });
    }
  });
});

// The server is gone, however it went: a transaction that is under way is undone by the next start.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGKILL');
});
// Ctrl-C reaches every process of a terminal; the server decides when this one is done.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
