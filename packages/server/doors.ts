/** A port on which the server can't listen; the message says which, and what to change. */
export class DoorTaken extends Error {
  override readonly name = 'DoorTaken';
}

/** What listens address by address. */
export interface Listening {
  listen(address: string, port: number): Promise<number>;
}

/** A server, what it is for, and where it is to listen. */
export interface Door {
  readonly name: string;
  readonly app: Listening;
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

/** What to say where a port can't be had; the error itself where that is not why. */
function taken({ name, port, variable }: Door, error: unknown): unknown {
  const fault = faultOf(error);
  if (fault === null) return error;
  return new DoorTaken(
    `Port ${String(port)} (${name}) ${fault}. Choose another with ${variable}, for example ${variable}=${String(port + 10_000)}; 0 picks a free one.`,
  );
}

/**
 * Listens.
 * @param host an address, or `loopback` for 127.0.0.1 and, where there is one, ::1, with one port
 * @returns the port in use
 * @throws DoorTaken
 */
export async function openDoor(door: Door, host: string): Promise<number> {
  const { app, port } = door;
  try {
    if (host !== 'loopback') return await app.listen(host, port);
    const bound = await app.listen('127.0.0.1', port);
    await app.listen('::1', bound).catch((error: unknown) => {
      // A machine without IPv6 has no such address.
      if (faultOf(error) !== null) throw error;
    });
    return bound;
  } catch (error) {
    throw taken(door, error);
  }
}
