import type { Gate, Grant, Limits } from '@hubscope/core/access';
import type {
  AccessKey,
  AuditEntry,
  FirstSignIn,
  MadeKey,
  NewKey,
  NewUser,
  SignIn,
  User,
} from '@hubscope/core/wire';

/** A session that was opened: the secret goes into the browser's cookie and nowhere else. */
export interface OpenedSession {
  readonly secret: string;
  readonly grant: Grant;
}

export interface Keys {
  list(): readonly AccessKey[];
  create(asked: NewKey, by: string): Promise<MadeKey>;
  /** @throws HubscopeError `unknown_key` */
  rotate(id: string, overlapSeconds: number): Promise<MadeKey>;
  /** @throws HubscopeError `unknown_key`, `unknown_share_link` */
  revoke(id: string): Promise<void>;
}

export interface Users {
  list(): readonly User[];
  /** @throws HubscopeError `name_taken` */
  create(asked: NewUser): Promise<User>;
  /** @throws HubscopeError `unknown_user`, `last_admin` */
  remove(name: string): Promise<void>;
}

export interface AuditPort {
  note(entry: Omit<AuditEntry, 'at'>): void;
  /** The newest first. */
  list(limit: number): readonly AuditEntry[];
}

/** Who may do what. */
export interface AccessPort extends Gate {
  /** Whether keys and names are asked for at all. */
  readonly guarded: boolean;
  /** Whether who shows nothing may look. */
  readonly public: boolean;
  /** The name of the cookie that holds a session. */
  readonly cookie: string;
  /** What the provider is called by whom people sign in; null where there is none. */
  readonly provider: string | null;
  readonly keys: Keys;
  /** Share links: `create` is told the scope `read`. */
  readonly shares: Omit<Keys, 'rotate'>;
  readonly users: Users;
  readonly audit: AuditPort;
  readonly limits: Limits;
  /** @throws HubscopeError `wrong_password`, `too_many_requests` */
  signIn(asked: SignIn, address: string): Promise<OpenedSession>;
  /** @throws HubscopeError `link_used`, `too_many_requests` */
  firstSignIn(asked: FirstSignIn, address: string): Promise<OpenedSession>;
  /**
   * @param cookie the `Cookie` header
   * @returns the secret for the cookie; null where there is nothing to change
   * @throws HubscopeError `share_link_ended`, `too_many_requests`
   */
  openShare(
    link: string,
    cookie: string | undefined,
    address: string,
  ): { readonly grant: Grant; readonly secret: string | null };
  /** @throws HubscopeError `not_found`, `provider_failed`, `too_many_requests` */
  leaveForProvider(address: string): Promise<{ readonly url: string; readonly browser: string }>;
  /**
   * @param query of the address at which they came back
   * @param browser what the browser kept since they left
   * @throws HubscopeError `not_found`, `sign_in_expired`, `sign_in_refused`, `provider_failed`, `no_role`, `email_not_allowed`, `name_taken`, `limit_reached`,
   * `too_many_requests`
   */
  returnFromProvider(query: string, browser: string | undefined, address: string): Promise<OpenedSession>;
  /** @param cookie the `Cookie` header */
  signOut(cookie: string | undefined): Promise<void>;
}
