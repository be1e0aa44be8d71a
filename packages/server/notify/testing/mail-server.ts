import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Certificate } from './receiver.js';

/** A letter that came in. */
export interface Mail {
  readonly raw: string;
  readonly secure: boolean;
  readonly user: string | null;
}

/** A real SMTP server on this machine. */
export class MailServer {
  readonly got: Mail[] = [];
  /** Connections to break once the letter is there and before it is said that it is. */
  dropAfterData = 0;
  /** What it says to a letter in place of taking it. */
  refusal: { code: number; words: string } | null = null;
  readonly #server: SMTPServer;
  readonly #sockets = new Set<Socket>();

  constructor(certificate: Certificate, options: SMTPServerOptions = {}) {
    this.#server = new SMTPServer({
      ...certificate,
      logger: false,
      authOptional: true,
      onAuth: ({ username, password }, _session, done) => {
        if (username === 'hub' && password === 'pa55word') done(null, { user: 'hub' });
        else done(new Error('Invalid username or password'));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks).toString('utf8');
          if (this.dropAfterData > 0) {
            this.dropAfterData -= 1;
            for (const socket of this.#sockets) socket.destroy();
            return;
          }
          if (this.refusal !== null) {
            done(Object.assign(new Error(this.refusal.words), { responseCode: this.refusal.code }));
            return;
          }
          this.got.push({
            raw,
            secure: session.secure,
            user: typeof session.user === 'string' ? session.user : null,
          });
          done(null, 'taken as 1A2B');
        });
      },
      ...options,
    });
    this.#server.on('error', () => undefined);
    this.#server.server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}
