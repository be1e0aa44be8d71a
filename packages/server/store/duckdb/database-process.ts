import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RecordChange } from '@hubscope/core/record';
import type {
  Absorbed,
  AbsorbOrder,
  Catalog,
  Database,
  DatabaseOptions,
  HubSize,
  MergedPartQuery,
  Part,
  PartQuery,
  PartsQuery,
  SecondsBlock,
} from './database.js';
import type { Answer, Asked, Method } from './protocol.js';

/** An error that the database process told, or its end. */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';

  constructor(
    message: string,
    /** The name of the error there. */
    readonly kind: string,
  ) {
    super(message);
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A process that knows nothing of the tests' sources runs what was built. */
const built = fileURLToPath(new URL('process.js', import.meta.url));

/** How long it may take to close its file, ms; what it does then is undone by the next open. A stop has 4 s for all there is. */
const closeWithinMs = 2000;

/** A database in a process of its own: what it takes of memory and time is not the server's. */
export class DatabaseProcess implements Database {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  /** Resolves when there is no such process, any more or at all. */
  readonly #gone: Promise<void>;
  #asked = 0;
  #ended: DatabaseFailure | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: DatabaseOptions, program = built) {
    this.#child = fork(program, [JSON.stringify(options)], {
      serialization: 'advanced',
      execArgv: ['--max-semi-space-size=4'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      this.#answered(message as Answer);
    });
    // One that hangs does not see that the server is gone, and would keep the file from the next.
    const kill = (): void => {
      this.#child.kill('SIGKILL');
    };
    process.once('exit', kill);
    this.#gone = new Promise((resolve) => {
      const gone = (): void => {
        process.off('exit', kill);
        resolve();
      };
      this.#child.once('exit', gone);
      if (this.#child.pid === undefined) gone();
    });
    this.#child.on('error', (error) => {
      this.#end(`the database process could not run: ${error.message}`);
    });
    this.#child.on('exit', (code, signal) => {
      this.#end(`the database process ended (${signal ?? `exit code ${String(code)}`})`);
    });
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  open(): Promise<Catalog> {
    return this.#ask('open', []);
  }

  absorb(order: AbsorbOrder): Promise<Absorbed> {
    return this.#ask('absorb', [order]);
  }

  history(query: PartQuery): Promise<Part> {
    return this.#ask('history', [query]);
  }

  merged(query: MergedPartQuery): Promise<Uint8Array> {
    return this.#ask('merged', [query]);
  }

  histories(query: PartsQuery): Promise<readonly Part[]> {
    return this.#ask('histories', [query]);
  }

  seconds(query: Pick<PartQuery, 'hub' | 'component' | 'from' | 'to'>): Promise<readonly SecondsBlock[]> {
    return this.#ask('seconds', [query]);
  }

  records(): Promise<readonly RecordChange[]> {
    return this.#ask('records', []);
  }

  sizes(): Promise<readonly HubSize[]> {
    return this.#ask('sizes', []);
  }

  copyTo(file: string): Promise<void> {
    return this.#ask('copyTo', [file]);
  }

  convert(from: string, to: string): Promise<void> {
    return this.#ask('convert', [from, to]);
  }

  /** Closes the file and ends the process; one that does not get to it in 2 s is ended as it is. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const late = setTimeout(() => {
      this.#end(`the database process did not close its file within ${String(closeWithinMs / 1000)} s`);
    }, closeWithinMs);
    await this.#ask<undefined>('close', []).catch(() => undefined);
    clearTimeout(late);
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  /** Whoever waits for an answer gets none. */
  #end(why: string): void {
    this.#ended ??= new DatabaseFailure(why, 'Ended');
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }

  /** Both ends are this program, of one version: a method answers what its name promises. */
  async #ask<T>(method: Method, args: readonly unknown[]): Promise<T> {
    if (this.#ended !== null) throw this.#ended;
    this.#asked += 1;
    const asked: Asked = { id: this.#asked, method, args };
    const answer = await new Promise<unknown>((resolve, reject) => {
      this.#pending.set(asked.id, { resolve, reject });
      this.#child.send(asked);
    });
    return answer as T;
  }

  #answered({ id, value, error }: Answer): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error === undefined) pending?.resolve(value);
    else pending?.reject(new DatabaseFailure(error.message, error.name));
  }
}
