import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  demand,
  demandHub,
  type ClientAddress,
  type Gate,
  type Grant,
  type Limits,
} from '@hubscope/core/access';
import { hubId, type HubId } from '@hubscope/core/signal';
import { HubscopeError, liveProtocol } from '@hubscope/core/wire';
import { hardMessageBytes } from './messages.js';
import { Line } from './line.js';
import type { OriginPolicy, Pace } from './ports.js';
import { refuse } from './refusal.js';
import type { Form } from './viewer.js';

export interface DoorOptions {
  readonly origins: OriginPolicy;
  readonly gate: Gate;
  readonly limits: Limits;
  readonly clientAddress: ClientAddress;
  readonly onError: (error: unknown) => void;
  /** Why nobody is let in at present; null where there is room. @param coming who is to be let in already */
  refusal(coming: number): HubscopeError | null;
  readonly pace: Pace;
  /** Takes in a viewer. */
  admit(ws: WebSocket, form: Form, knock: Knock): void;
}

/** Who may come in, and waits for it. */
export interface Knock {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly grant: Grant;
  readonly address: string;
  /** Null where none was named. */
  readonly hub: HubId | null;
}

/** Where HTTP upgrades become viewers, or are refused before anything is spent on them. */
export class Door {
  readonly #options: DoorOptions;
  readonly #wss = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: hardMessageBytes,
    handleProtocols: (offered) => (offered.has(liveProtocol) ? liveProtocol : false),
  });
  readonly #line: Line<Knock>;
  #refused = 0;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#line = new Line(options.pace, (knock) => {
      this.#letIn(knock);
    });
  }

  /** How many upgrades were refused. */
  get refused(): number {
    return this.#refused;
  }

  attach(server: Server, path: string): void {
    server.on('upgrade', (request, socket, head) => {
      this.#orRefuse(socket, () => {
        this.#open(request, socket, head, path);
      });
    });
  }

  /** Lets nobody in any more. */
  close(): void {
    this.#wss.close();
  }

  #orRefuse(socket: Duplex, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#refused += 1;
      if (error instanceof HubscopeError) refuse(socket, error);
      else {
        // It may be a WebSocket by now, to which an HTTP answer would be noise.
        this.#options.onError(error);
        socket.destroy();
      }
    }
  }

  #open(request: IncomingMessage, socket: Duplex, head: Buffer, path: string): void {
    // Until ws has taken the socket over, its errors are nobody's but ours, and end nothing but itself.
    socket.on('error', () => {
      socket.destroy();
    });
    const [pathname, ...query] = (request.url ?? '/').split('?');
    if (pathname !== path) throw new HubscopeError('not_found');
    const { origin, host } = request.headers;
    if (origin !== undefined && !this.#options.origins.allows(origin, host)) {
      throw new HubscopeError('forbidden_origin');
    }
    const { authorization, cookie } = request.headers;
    const forwarded = request.headers['x-forwarded-for'];
    const address = this.#options.clientAddress(
      request.socket.remoteAddress ?? '',
      typeof forwarded === 'string' ? forwarded : undefined,
    );
    const shown = { authorization, cookie, address };
    this.#options.limits.knock(address, 'viewer');
    const grant = this.#options.gate.grantOf(shown);
    this.#options.limits.ask(grant, shown);
    demand(grant, 'read');
    const asked = new URLSearchParams(query.join('?')).get('hub');
    const hub = asked === null || asked === '' ? null : hubId(asked);
    if (hub !== null) demandHub(grant, hub);
    const full = this.#options.refusal(this.#line.length);
    if (full !== null) throw full;
    this.#line.join({ request, socket, head, grant, address, hub });
  }

  #letIn(knock: Knock): void {
    const { request, socket, head } = knock;
    this.#orRefuse(socket, () => {
      // It may have begun to stop while they waited.
      const full = this.#options.refusal(0);
      if (full !== null) throw full;
      this.#wss.handleUpgrade(request, socket, head, (ws) => {
        const form: Form = ws.protocol === liveProtocol ? 'live' : 'plain';
        this.#options.admit(ws, form, knock);
      });
    });
  }
}
