import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Counts } from './counts.js';
import { Undelivered } from './delivery.js';
import { switchNames, switchWords, type Switches } from './switches.js';

const maxBytes = 1024;

/** What a client did wrong, with the HTTP status that says so. */
class BadRequest extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  // Not destroyed on return, so that one who sent too much still reads why.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.length > maxBytes) throw new BadRequest('the body is too large', 413);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('the body is no JSON');
  }
}

/** Turns switches as a body says. @throws BadRequest where it names none, or says neither true nor false */
function turn(switches: Switches, body: unknown): void {
  if (typeof body !== 'object' || body === null) throw new BadRequest('an object of switches is wanted');
  const wanted = Object.entries(body).map(([name, on]: [string, unknown]) => {
    const known = switchNames.find((each) => each === name);
    if (known === undefined)
      throw new BadRequest(`there is no switch ${name.slice(0, 40)}; there are ${switchNames.join(', ')}`);
    if (typeof on !== 'boolean') throw new BadRequest(`${known} can be true or false`);
    return { name: known, on };
  });
  for (const { name, on } of wanted) switches.turn(name, on);
}

/** The hub's own small door, on loopback: its switches and its own count. */
export class Control {
  readonly #server: Server;

  constructor(
    private readonly switches: Switches,
    private readonly counts: Counts,
    private readonly undelivered = new Undelivered(),
  ) {
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  /** Listens. @param port 0 picks a free one @returns the port in use */
  async open(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    };
    try {
      // A page in a browser has an Origin; this door is for programs.
      if (request.headers.origin !== undefined) throw new BadRequest('pages may not ask here');
      const asked = `${request.method ?? ''} ${request.url ?? ''}`;
      if (asked === 'POST /switches') turn(this.switches, await bodyOf(request));
      if (asked === 'GET /switches' || asked === 'POST /switches') say(200, this.switches.all());
      else if (asked === 'GET /about') say(200, this.#about());
      else if (asked === 'GET /counts')
        say(200, { ...this.counts.view(), droppedSpans: this.undelivered.spans });
      else if (asked === 'GET /healthz') say(200, { status: 'ok' });
      else
        say(404, {
          error: 'GET /about, GET /switches, POST /switches, GET /counts and GET /healthz are here',
        });
    } catch (error) {
      // A client that goes away in the middle of its body needs no answer, and ends nothing but its own request.
      if (request.socket.destroyed) return;
      response.setHeader('connection', 'close');
      if (error instanceof BadRequest) say(error.status, { error: error.message });
      else say(500, { error: 'the request could not be answered' });
    }
  }
  /** The hub's name, and its switches with what they do. */
  #about(): { hub: string; switches: { name: string; words: string; on: boolean }[] } {
    const switches = switchNames.map((name) => ({
      name,
      words: switchWords[name],
      on: this.switches.on(name),
    }));
    return { hub: process.env['OTEL_SERVICE_NAME'] ?? 'research-hub', switches };
  }
}
