import { hubId, type HubId } from '@hubscope/core/signal';
import type { SeriesSink } from '../sink.js';

/** For how long an answer holds, ms: asking for each packet would cost as much as a packet does. */
const heldMs = 10;
/** Time spent is told of when it is so much, ms. */
const toldMs = 1;
/** Hubs whose time is counted at once; past it all is told, and begun anew. */
const mostPayers = 1000;
/** Who pays for packets that begin with no metric. */
const nobody = 'refused StatsD';

/** What shares the time that telemetry may take, with the other doors. */
export interface PacketAdmission {
  /** Seconds to wait before more of a hub may come in; null where it may. */
  wait(hub: string): number | null;
  /** Notes time spent on a hub's packets, ms. */
  spent(hub: string, ms: number): void;
}

/** Whose packets cost time. */
interface Payer {
  readonly name: string;
  readonly hub: HubId | null;
  spentMs: number;
  askedAt: number;
  refused: boolean;
}

/** Holds each hub that sends StatsD to its part of the time: its packets past that are dropped and counted, since nobody can be told to wait. */
export class Sharing {
  readonly #payers = new Map<HubId | null, Payer>();
  #began = 0;
  /** Who pays for the packet that is read now; null until that is known. */
  #payer: Payer | null = null;

  /**
   * @param admission null lets all in
   * @param now a clock that only goes forward, ms
   */
  constructor(
    private readonly admission: PacketAdmission | null,
    private readonly sink: Pick<SeriesSink, 'busy' | 'drop'>,
    private readonly now: () => number,
  ) {}

  /** A packet begins to be read. */
  begins(): void {
    this.#began = this.now();
    this.#payer = null;
  }

  /** Whether there is room and time for the packet. @param hub of its first line; null where that names none */
  readonly admits = (hub: HubId | null): boolean => {
    const payer = this.#payers.get(hub) ?? this.#begin(hub);
    if (this.#began - payer.askedAt >= heldMs) {
      payer.askedAt = this.#began;
      payer.refused = this.sink.busy() !== null || (this.admission?.wait(payer.name) ?? null) !== null;
    }
    this.#payer = payer;
    return !payer.refused;
  };

  /** The packet was read, or not admitted. Answers whether it was refused. */
  ends(): boolean {
    const payer = this.#payer;
    if (payer === null) return false;
    if (payer.refused) {
      this.sink.drop(payer.hub, 'refused', 1);
      return true;
    }
    payer.spentMs += this.now() - this.#began;
    if (payer.spentMs >= toldMs) this.#tell(payer);
    return false;
  }

  #begin(named: HubId | null): Payer {
    if (this.#payers.size >= mostPayers) {
      for (const payer of this.#payers.values()) this.#tell(payer);
      this.#payers.clear();
    }
    // A copy: a part of a packet would hold the whole packet.
    const hub = named === null ? null : hubId(Buffer.from(named).toString());
    const payer: Payer = { name: hub ?? nobody, hub, spentMs: 0, askedAt: -Infinity, refused: false };
    this.#payers.set(hub, payer);
    return payer;
  }

  #tell(payer: Payer): void {
    this.admission?.spent(payer.name, payer.spentMs);
    payer.spentMs = 0;
  }
}
