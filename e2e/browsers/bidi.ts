import { WebSocket } from 'ws';
import { textOf } from '../../bench/harness/viewer.js';

type Record = Readonly<{ [key: string]: unknown }>;

interface Waiting {
  readonly resolve: (result: Record) => void;
  readonly reject: (error: Error) => void;
}

/** A session of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/): commands and their results by one WebSocket. */
export class Bidi {
  readonly #waiting = new Map<number, Waiting>();
  readonly #socket: WebSocket;
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const { id, type, result, message } = JSON.parse(textOf(data)) as {
        id?: number | null;
        type: string;
        result?: Record;
        message?: string;
      };
      const waiting = this.#waiting.get(id ?? -1);
      this.#waiting.delete(id ?? -1);
      if (type === 'success') waiting?.resolve(result ?? {});
      else if (type === 'error') waiting?.reject(new Error(message));
    });
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the browser is gone'));
      this.#waiting.clear();
    });
  }

  /** @param address of the browser, `ws://127.0.0.1:9222` */
  static async connect(address: string): Promise<Bidi> {
    const socket = new WebSocket(`${address}/session`);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const bidi = new Bidi(socket);
    await bidi.send('session.new', { capabilities: {} });
    return bidi;
  }

  /** @throws what the browser says of a command that it refuses */
  send(method: string, params: Record): Promise<Record> {
    this.#sent += 1;
    const id = this.#sent;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
  }
}
