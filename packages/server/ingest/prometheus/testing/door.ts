import { openGate } from '@hubscope/core/access/testing';
import Fastify, { type FastifyInstance } from 'fastify';
import { compressSync } from 'snappy';
import { guardIngest } from '../../guard.js';
import { remoteWriteRoute } from '../http.js';
import type { WriteAdmission } from '../sharing.js';
import { epochMs, House } from './house.js';
import { writeV1, writeV2, type SeriesLike } from './messages.js';

export type Version = 1 | 2;

const types = {
  1: 'application/x-protobuf',
  2: 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
} as const;

/** Seconds after the start, as remote write has its times. */
export const at = (seconds: number): number => epochMs + seconds * 1000;

/** The door for remote write, in front of a house. */
export class WriteDoor {
  readonly house = new House();
  readonly #app: FastifyInstance;

  private constructor(app: FastifyInstance) {
    this.#app = app;
  }

  static async open(admission?: WriteAdmission): Promise<WriteDoor> {
    const app = Fastify();
    guardIngest(app, openGate);
    const door = new WriteDoor(app);
    const { clock, table, mappings, sink } = door.house;
    const limits = { maxBodyBytes: 1 << 20 };
    const shared = admission === undefined ? {} : { admission };
    await app.register(remoteWriteRoute({ clock, table, mappings, sink, limits, ...shared }));
    return door;
  }

  close(): Promise<void> {
    return this.#app.close();
  }

  /** Sends bytes of a message. @param peer the address that they come from */
  post(body: Uint8Array, version: Version, peer = '10.0.0.1') {
    return this.#app.inject({
      method: 'POST',
      url: '/api/v1/write',
      remoteAddress: peer,
      headers: { 'content-type': types[version], 'content-encoding': 'snappy' },
      payload: compressSync(Buffer.from(body)),
    });
  }

  write(series: readonly SeriesLike[], version: Version, peer?: string) {
    return this.post(version === 1 ? writeV1(series) : writeV2(series), version, peer);
  }

  /** Sends what `make` answers each second, as a Prometheus that scrapes each second does. Answers the statuses that it was answered. */
  async play(
    seconds: number,
    make: (tick: number) => readonly SeriesLike[],
    version: Version,
  ): Promise<Set<number>> {
    const statuses = new Set<number>();
    for (let tick = 0; tick <= seconds; tick += 1) {
      this.house.until(tick + 0.1);
      statuses.add((await this.write(make(tick), version)).statusCode);
    }
    this.house.until(seconds + 2);
    return statuses;
  }
}
