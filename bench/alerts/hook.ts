import { createServer, type Server } from 'node:http';

/** What a webhook's body says, as docs/notifications.md has it. */
export interface Told {
  readonly kind: string;
  readonly hub: string;
  /** When the newest event happened: as its second closed, ms since the epoch. */
  readonly at: number;
  readonly events: readonly {
    readonly id: string;
    readonly kind: string;
    readonly rule: string;
    readonly hub: string;
    readonly component: string | null;
    readonly fired_at: number;
  }[];
}

/** A message that arrived. */
export interface Arrival {
  /** When all of it was there, ms since the epoch. */
  readonly at: number;
  readonly told: Told;
}

/** A receiver of webhooks on this machine that notes when what arrived. */
export class Hook {
  readonly arrivals: Arrival[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const at = performance.timeOrigin + performance.now();
        response.end('ok');
        this.arrivals.push({ at, told: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Told });
      });
    });
  }

  /** @returns its address */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
