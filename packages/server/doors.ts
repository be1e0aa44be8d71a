import type { FastifyInstance } from 'fastify';

/** A port on which the server can't listen; the message says which, and what to change. */
export class DoorTaken extends Error {
  override readonly name = 'DoorTaken';
}

/** A server, what it is for, and where it is to listen. */
export interface Door {
  readonly name: string;
  readonly app: FastifyInstance;
  readonly port: number;
  /** The variable that changes the port. */
  readonly variable: string;
}

function faultOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return 'is taken by another program';
  if (code === 'EACCES') return 'may not be used by this user';
  return null;
}

/**
 * Listens.
 * @param host an address, or `loopback` for 127.0.0.1 and, where there is one, ::1
 * @returns the port in use
 * @throws DoorTaken
 */
export async function openDoor({ name, app, port, variable }: Door, host: string): Promise<number> {
  try {
    // Fastify listens on every address that `localhost` stands for.
    await app.listen({ port, host: host === 'loopback' ? 'localhost' : host });
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    throw new DoorTaken(
      `Port ${String(port)} (${name}) ${fault}. Choose another with ${variable}, for example ${variable}=${String(port + 10_000)}; 0 picks a free one.`,
    );
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
