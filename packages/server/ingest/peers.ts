import type { HubId } from '@hubscope/core/signal';
import type { FastifyRequest } from 'fastify';

/** Connections remembered; past it they are learnt anew. */
const known = 4096;

/** The connection of a request. */
export function peerOf({ socket }: FastifyRequest): string {
  return `${String(socket.remoteAddress)} ${String(socket.remotePort)}`;
}

/** Whose telemetry came on each connection: what came on it before says whose it probably is. */
export class Peers {
  readonly #hubs = new Map<string, HubId | null>();

  /** Whether anything was learnt of a connection. */
  has(peer: string): boolean {
    return this.#hubs.has(peer);
  }

  /** The hub of a connection; null where it is new, or where it was that of several hubs and a guess would be unfair. */
  hubOf(peer: string): HubId | null {
    return this.#hubs.get(peer) ?? null;
  }

  learn(peer: string, hub: HubId): void {
    if (this.#hubs.size >= known) this.#hubs.clear();
    const before = this.#hubs.get(peer);
    this.#hubs.set(peer, before === undefined || before === hub ? hub : null);
  }
}

/** Why nobody's telemetry is taken now. */
export const fullWords =
  'The memory of the server is nearly full. Wait as long as Retry-After says; if this lasts, give it more memory (NODE_OPTIONS=--max-old-space-size) or send less.';

/** Why a hub's telemetry is not taken now. @param hub null where nobody knows whose it is */
export function refusalWords(hub: HubId | null): string {
  const why =
    hub === null ? 'More waits than can be taken in soon' : `The hub ${hub} sends more than its share`;
  return `${why}. Wait as long as Retry-After says.`;
}
