import { createSocket, type Socket } from 'node:dgram';
import type { MappingTable, SignalTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { SeenSeries } from '../seen-series.js';
import type { SeriesSink } from '../sink.js';
import { Aggregate } from './aggregate.js';
import { StatsdNames } from './series.js';
import { Sharing, type PacketAdmission } from './sharing.js';
import { UnixDoor } from './unix.js';

/**
 * A packet arrived.
 * @param lines of it that are StatsD's, whatever became of them
 * @param refused whether it was dropped unread, since there was no room or its hub is past its share
 */
export type OnPacket = (sender: string, lines: number, refused: boolean) => void;

export interface StatsdOptions {
  readonly clock: Clock;
  readonly mappings: MappingTable;
  readonly table: SignalTable;
  readonly sink: SeriesSink;
  /** Remembers for a while what came. */
  readonly seen?: SeenSeries;
  /** Shares the time among hubs; without it all packets are read. */
  readonly admission?: PacketAdmission;
  /** A clock that only goes forward, ms. */
  readonly now?: () => number;
  readonly onPacket?: OnPacket;
}

/** Room that the system is asked to keep for packets that were not read yet, bytes. */
const receiveBytes = 4 * 1024 * 1024;

/** Whoever sends by a Unix socket: nobody tells who that is. */
const unixSender = 'unix';

/** The door for StatsD and DogStatsD, over UDP and by a Unix socket. */
export class StatsdDoor {
  readonly #aggregate: Aggregate;
  readonly #clock: Clock;
  readonly #sharing: Sharing;
  readonly #onPacket: OnPacket;
  readonly #sockets = new Set<Socket>();
  #timer: NodeJS.Timeout | null = null;
  readonly #unix: UnixDoor;

  constructor(options: StatsdOptions) {
    const { clock, sink, admission = null, now = () => performance.now() } = options;
    this.#clock = clock;
    this.#onPacket = options.onPacket ?? (() => undefined);
    this.#aggregate = new Aggregate(sink, new StatsdNames(options), clock.now(), options.seen);
    this.#sharing = new Sharing(admission, sink, now);
    this.#unix = new UnixDoor({
      packet: (text) => {
        this.#take(text, unixSender);
      },
      broken: () => {
        sink.drop(null, 'bad_line', 1);
        this.#onPacket(unixSender, 0, false);
      },
    });
  }

  /**
   * Listens by a Unix socket, to streams.
   * @throws Error where it can't be had
   */
  async openUnix(path: string): Promise<void> {
    await this.#unix.open(path);
    this.#beginFlushing();
  }

  /**
   * Listens over UDP, at one more address.
   * @param port 0 picks a free one
   * @returns the port in use
   * @throws where the port can't be had
   */
  open(port: number, host: string): Promise<number> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', (packet, { address }) => {
      this.#take(packet.toString('utf8'), address);
    });
    return new Promise((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
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
        this.#sockets.add(socket);
        this.#beginFlushing();
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
    this.#timer = null;
    await this.#unix.close();
    const sockets = [...this.#sockets];
    this.#sockets.clear();
    await Promise.all(
      sockets.map(async (socket) => {
        await new Promise<void>((resolve) => {
          socket.close(resolve);
        });
      }),
    );
  }

  #take(packet: string, sender: string): void {
    this.#sharing.begins();
    const lines = this.#aggregate.packet(packet, sender, this.#sharing.admits);
    this.#onPacket(sender, lines, this.#sharing.ends());
  }

  #beginFlushing(): void {
    this.#timer ??= setInterval(() => {
      this.flush();
    }, 1000);
  }
}
