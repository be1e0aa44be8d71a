import { reaches, type Grant } from '@hubscope/core/access';
import type { DropReason, HubId } from '@hubscope/core/signal';
import { HubscopeError } from '@hubscope/core/wire';
import type { Admission } from '../admission.js';
import { Peers, refusalWords } from '../peers.js';

/** What shares the time and the room for bodies with the other doors, as {@link Admission} does. */
export type WriteAdmission = Pick<Admission, 'wait' | 'spent' | 'queuedMs' | 'reserve'>;

/** A request on its way in. */
export interface Writing {
  /** The connection that it came on. */
  readonly peer: string;
  readonly grant: Grant;
  /** Its length as received, bytes. */
  readonly bytes: number;
}

/** Holds each hub that writes to its part of the time. A request counts for the hub of its first series. */
export class Sharing {
  readonly #peers = new Peers();

  /** @param admission null lets all in */
  constructor(
    private readonly admission: WriteAdmission | null,
    private readonly drop: (hub: HubId | null, reason: DropReason, count: number) => void,
  ) {}

  /**
   * Asked before a body is read: what came on its connection before says whose it probably is.
   * @throws HubscopeError `overloaded` where there is no time for it now
   */
  begins(peer: string): void {
    this.#admit(this.#peers.hubOf(peer), this.admission?.queuedMs() ?? 0);
  }

  /**
   * Does the work of a request.
   * @param take says whose it is as soon as that is known, before anything of it is taken in
   * @throws HubscopeError `overloaded` where there is no time for that hub now, and what `take` throws
   */
  of<T>({ peer, grant, bytes }: Writing, take: (whose: (hub: HubId) => void) => T): T {
    const began = performance.now();
    const found: HubId[] = [];
    try {
      return take((hub) => {
        // What waits was asked for where it began, if it was known then whose it is.
        const queuedMs = this.#peers.has(peer) ? 0 : (this.admission?.queuedMs(bytes) ?? 0);
        if (reaches(grant, hub)) this.#admit(hub, queuedMs);
        found.push(hub);
      });
    } finally {
      const spentMs = performance.now() - began;
      for (const hub of found) {
        // Nobody's part is spent by who only says a name.
        const own = reaches(grant, hub);
        this.admission?.spent(own ? hub : `refused ${grant.who ?? ''}`, spentMs, bytes);
        if (own) this.#peers.learn(peer, hub);
      }
    }
  }

  #admit(hub: HubId | null, queuedMs: number): void {
    const wait = this.admission?.wait(hub, queuedMs) ?? null;
    if (wait === null) return;
    this.drop(hub, 'refused', 1);
    throw new HubscopeError('overloaded', refusalWords(hub), wait);
  }
}
