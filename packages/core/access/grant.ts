import { HubscopeError, type Scope } from '../wire/index.js';

/** What somebody who showed a key or signed in may do. It is shared by all that came in by it, so that all of them hear of its end. */
export interface Grant {
  /** A name for people: of a key, or of a person. Null: somebody who needed to show nothing. */
  readonly who: string | null;
  readonly scopes: readonly Scope[];
  /** Names of hubs, or globs of them, that it is held to; null: all. */
  readonly hubs: readonly string[] | null;
  /** ms since the epoch; null: never. */
  readonly expiresAt: number | null;
  /** It was taken back. */
  ended: boolean;
}

/** What a client shows of itself, whichever the protocol. */
export interface Credentials {
  /** The `Authorization` header. */
  readonly authorization?: string | undefined;
  /** The `Cookie` header. */
  readonly cookie?: string | undefined;
  /** Where it connects from. */
  readonly address: string;
}

/** Where a client is, by the address of its connection and the `X-Forwarded-For` header that came on it. */
export type ClientAddress = (connection: string, forwardedFor: string | undefined) => string;

/** Where credentials become a grant. */
export interface Gate {
  /** @throws HubscopeError `unauthorized` where nothing good is shown and it is needed; `too_many_requests` for who guesses */
  grantOf(credentials: Credentials): Grant;
}

const covered: Readonly<Record<Scope, readonly Scope[]>> = {
  ingest: ['ingest'],
  read: ['read'],
  operate: ['operate', 'read'],
  admin: ['admin', 'operate', 'read', 'ingest'],
};

/** Whether these scopes allow what that one stands for. */
export function covers(held: readonly Scope[], needed: Scope): boolean {
  return held.some((each) => covered[each].includes(needed));
}

/** Whether a grant is still good. `now`: ms since the epoch */
export function isGood({ ended, expiresAt }: Grant, now: number): boolean {
  return !ended && (expiresAt === null || now < expiresAt);
}

/** The name under which something is done: of who signed in or holds the key, else as they say. */
export function doneBy(grant: Pick<Grant, 'who'> | null, said: string | null | undefined): string | null {
  return grant?.who ?? said ?? null;
}

/**
 * @throws HubscopeError `forbidden` where the grant does not reach so far; of who showed nothing and may look `read_only`, and `unauthorized`
 * where they send telemetry
 */
export function demand({ scopes, who }: Grant, needed: Scope): void {
  if (covers(scopes, needed)) return;
  if (who !== null)
    throw new HubscopeError('forbidden', `This needs the right to ${needed}, which ${who} has not.`);
  throw new HubscopeError(needed === 'ingest' ? 'unauthorized' : 'read_only');
}
