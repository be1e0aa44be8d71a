import { createSocket, type Socket } from 'node:dgram';
import type { MappingTable, SignalTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { SeriesSink } from '../sink.js';
import { Aggregate } from './aggregate.js';
import { StatsdNames } from './series.js';

export interface StatsdOptions {
  readonly clock: Clock;
  readonly mappings: MappingTable;
  readonly table: SignalTable;
  readonly sink: SeriesSink;
  /** A packet arrived; `lines` of it were taken in. */
  readonly onPacket?: (sender: string, lines: number) => void;
}

/** Room that the system is asked to keep for packets that were not read yet, bytes. */
const receiveBytes = 4 * 1024 * 1024;

/** The door for StatsD and DogStatsD over UDP. */
export class StatsdDoor {
  readonly #aggregate: Aggregate;
  readonly #clock: Clock;
  readonly #onPacket: (sender: string, lines: number) => void;
  #socket: Socket | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: StatsdOptions) {
    const { clock, sink } = options;
    this.#clock = clock;
    this.#onPacket = options.onPacket ?? (() => undefined);
    this.#aggregate = new Aggregate(sink, new StatsdNames(options), clock.now());
  }

  /**
   * Listens.
   * @param port 0 picks a free one
   * @returns the port in use
   * @throws where the port can't be had
   */
  open(port: number, host: string): Promise<number> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    this.#socket = socket;
    socket.on('message', (packet, { address }) => {
      this.#onPacket(address, this.#aggregate.packet(packet.toString('utf8'), address));
    });
    return new Promise((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
        this.#socket = null;
        reject(error);
      });
      socket.bind(port, host, () => {
        socket.removeAllListeners('error');
        // A packet that the system could not deliver is none that arrived.
        socket.on('error', () => undefined);
        try {
          socket.setRecvBufferSize(receiveBytes);
        } catch {
          // The system allows less: then it keeps less.
        }
        this.#timer = setInterval(() => {
          this.flush();
        }, 1000);
        resolve(socket.address().port);
      });
    });
  }

  /** Hands on what came since the last time; by itself each second. */
  flush(): void {
    this.#aggregate.flush(this.#clock.now());
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    await new Promise<void>((resolve) => {
      socket.close(() => {
        resolve();
      });
    });
  }
}
