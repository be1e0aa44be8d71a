import { isDeepStrictEqual } from 'node:util';
import type { FaultLog } from '@hubscope/core/log';
import { isGood, type Credentials, type Gate, type Grant } from '@hubscope/core/access';
import type { Records } from '@hubscope/core/record';
import type { Clock } from '@hubscope/core/time';
import {
  HubscopeError,
  type ErrorCode,
  type FirstSignIn,
  type LimitSettings,
  type OidcSettings,
  type SignIn,
} from '@hubscope/core/wire';
import { Asking, type AskingSettings } from './asking.js';
import { Audit } from './audit.js';
import { secretIn, sessionCookie, sessionIn } from './credentials.js';
import { Guesses } from './guesses.js';
import { KeyBook } from './key-book.js';
import { Oidc, type Departure } from './oidc.js';
import { networkOf } from './network.js';
import { Refusals } from './refusals.js';
import { digestOf, newSecret } from './secret.js';
import { UserBook, type MadeSession } from './user-book.js';

/** How long the link for the first admin is good, ms. */
const linkMs = 3_600_000;
/** What of refused ways in the audit holds, in an hour: by links and by the provider, and by keys, which a forgotten program shows for months. */
const refusedSignIns = { each: 10, all: 100 };
const refusedKeys = { each: 1, all: 50 };
/** With what somebody who comes back from the provider is refused, whatever the state of this server. */
const refusals: ReadonlySet<string> = new Set<ErrorCode>([
  'sign_in_expired',
  'sign_in_refused',
  'provider_failed',
  'no_role',
  'email_not_allowed',
  'name_taken',
  'limit_reached',
]);

/** What may be another while the server runs. */
export interface AccessSettings {
  /** Whether who shows nothing may look, where keys and names are asked for. */
  readonly publicView: boolean;
  /** A key that may do everything, given by the configuration; null: none. */
  readonly adminKey: string | null;
  /** By whom people sign in beside names and passwords; null: by nobody. */
  readonly oidc: OidcSettings | null;
  readonly limits: LimitSettings;
  /** Places for viewers; unless set, their burst is that of others. */
  readonly viewers?: number;
}

export interface AccessOptions extends AccessSettings {
  readonly clock: Clock;
  readonly records: Records;
  /** Whether keys and names are asked for at all. */
  readonly guarded: boolean;
  readonly log: FaultLog;
}

const adminOfFile = (): Grant => ({
  who: 'the key of the configuration',
  scopes: ['admin'],
  hubs: null,
  expiresAt: null,
  ended: false,
});

/** Who may do what: keys, people and their sessions, and what they did. */
export class Access implements Gate {
  readonly guarded: boolean;
  readonly cookie = sessionCookie;
  readonly keys: KeyBook;
  readonly shares: KeyBook;
  readonly users: UserBook;
  readonly audit: Audit;
  readonly limits: Asking;
  readonly #options: AccessOptions;
  #settings: AccessSettings;
  #oidc: Oidc | null;
  readonly #guesses: Guesses;
  readonly #refused: { readonly signIns: Refusals; readonly keys: Refusals };
  /** By the digest of their secrets: of the configuration, and of this process itself. They are kept nowhere. */
  readonly #own = new Map<string, Grant>();
  #anybody: Grant | null;
  #link: { readonly digest: string; readonly until: number } | null = null;

  constructor(options: AccessOptions) {
    const { clock, records, guarded, log } = options;
    this.#options = options;
    this.#settings = options;
    this.guarded = guarded;
    const fault = (error: unknown): void => {
      log.error('something about access was not written down', { error: String(error) });
    };
    this.keys = new KeyBook('key', clock, records, fault);
    this.shares = new KeyBook('share', clock, records, fault);
    this.users = new UserBook(clock, records);
    this.audit = new Audit(clock, records, fault);
    this.limits = new Asking(clock, options);
    this.#guesses = new Guesses(clock);
    this.#refused = {
      signIns: new Refusals(clock, this.audit, refusedSignIns),
      keys: new Refusals(clock, this.audit, refusedKeys),
    };
    this.#oidc = this.#provider(options.oidc);
    this.#anybody = this.#grantOfAnybody();
    if (options.adminKey !== null) this.#admit(options.adminKey, adminOfFile());
  }

  /** Whether who shows nothing may look. */
  get public(): boolean {
    return this.guarded && this.#settings.publicView;
  }

  /** Takes other settings. Who came in by what is no longer so is shown out. */
  reconfigure(settings: AccessSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    const asked = ({ limits, viewers = 0 }: AccessSettings): AskingSettings => ({ limits, viewers });
    if (!isDeepStrictEqual(asked(before), asked(settings))) this.limits.reconfigure(asked(settings));
    if (!isDeepStrictEqual(before.oidc, settings.oidc)) this.#oidc = this.#provider(settings.oidc);
    if (before.publicView !== settings.publicView) {
      if (this.#anybody !== null) this.#anybody.ended = true;
      this.#anybody = this.#grantOfAnybody();
    }
    if (before.adminKey === settings.adminKey) return;
    if (before.adminKey !== null) this.#dismiss(before.adminKey);
    if (settings.adminKey !== null) this.#admit(settings.adminKey, adminOfFile());
  }

  /** Takes back what was kept. */
  async restore(): Promise<void> {
    const unread =
      (collection: string) =>
      (id: string, why: string): void => {
        this.#options.log.error('a record could not be read', { collection, id, why });
      };
    await this.keys.restore(unread('access_keys'));
    await this.shares.restore(unread('access_keys'));
    await this.users.restore(unread('users'));
    await this.audit.restore(unread('audit'));
  }

  grantOf(credentials: Credentials): Grant {
    const now = this.#options.clock.now();
    const secret = secretIn(credentials.authorization);
    if (secret !== null) {
      const grant = this.#own.get(digestOf(secret)) ?? this.keys.grant(secret) ?? this.shares.grant(secret);
      if (grant !== null) return grant;
      // On loopback nothing needs to be shown, and what is shown hurts nobody.
      if (!this.guarded && this.#anybody !== null) return this.#anybody;
      const { address } = credentials;
      const from = networkOf(address);
      this.#refused.keys.note({ who: '', address, what: 'showed a wrong key', subject: null });
      this.#guesses.failed(from);
      this.#guesses.check(from);
      throw new HubscopeError('unauthorized', 'The key is not known, was taken back, or is too old.');
    }
    const session = sessionIn(credentials.cookie);
    const signedIn = session === null ? null : (this.users.grant(session) ?? this.shares.grant(session));
    if (signedIn !== null && isGood(signedIn, now)) return signedIn;
    if (this.#anybody !== null) return this.#anybody;
    throw new HubscopeError('unauthorized');
  }

  /** A secret for what this process itself starts. */
  secretFor(who: string, scopes: Grant['scopes']): string {
    const secret = newSecret('key');
    this.#admit(secret, { who, scopes, hubs: null, expiresAt: null, ended: false });
    return secret;
  }

  /** The secret of a link for the first admin; null where none is needed. The one before is good no more. */
  firstLink(): string | null {
    if (!this.guarded || this.users.hasAdmin) return null;
    const secret = newSecret('link');
    this.#link = { digest: digestOf(secret), until: this.#options.clock.now() + linkMs };
    return secret;
  }

  /** Makes the first admin, and signs them in. @throws HubscopeError `link_used` */
  async firstSignIn({ link, name, password }: FirstSignIn, address: string): Promise<MadeSession> {
    const from = networkOf(address);
    this.#guesses.check(from);
    const known = this.#link;
    if (known?.digest !== digestOf(link) || this.#options.clock.now() >= known.until) {
      this.#guesses.failed(from);
      const subject = 'the link for the first admin';
      this.#refused.signIns.note({ who: name, address, what: 'failed to sign in', subject });
      throw new HubscopeError('link_used');
    }
    // Nobody else can come by it while the password is hashed.
    this.#link = null;
    try {
      await this.users.create({ name, password, role: 'admin' });
    } catch (error) {
      this.#link = known;
      throw error;
    }
    return this.signIn({ name, password }, address);
  }

  /** @throws HubscopeError `wrong_password`; `too_many_requests` after too many of these */
  async signIn({ name, password }: SignIn, address: string): Promise<MadeSession> {
    const end = this.#guesses.begin([`address ${networkOf(address)}`, `name ${name}`]);
    let made: MadeSession;
    try {
      made = await this.users.signIn(name, password);
    } catch (error) {
      const wrong = error instanceof HubscopeError && error.code === 'wrong_password';
      end(wrong ? 'wrong' : 'unchecked');
      if (wrong) this.audit.note({ who: name, address, what: 'failed to sign in', subject: null });
      throw error;
    }
    end('right');
    this.audit.note({ who: name, address, what: 'signed in', subject: null });
    return made;
  }

  /**
   * Lets in who opens a share link. Somebody who has signed in stays who they are.
   * @param cookie the `Cookie` header
   * @returns the secret for the cookie; null where there is nothing to change
   * @throws HubscopeError `share_link_ended`; `too_many_requests` after too many of these
   */
  openShare(
    link: string,
    cookie: string | undefined,
    address: string,
  ): { readonly grant: Grant; readonly secret: string | null } {
    if (!this.guarded) return { grant: this.grantOf({ address }), secret: null };
    const session = sessionIn(cookie);
    const signedIn = session === null ? null : this.users.grant(session);
    if (signedIn !== null && isGood(signedIn, this.#options.clock.now()))
      return { grant: signedIn, secret: null };
    const from = networkOf(address);
    this.#guesses.check(from);
    const grant = this.shares.grant(link);
    if (grant !== null) {
      this.audit.note({ who: grant.who ?? '', address, what: 'opened a share link', subject: null });
      return { grant, secret: link };
    }
    this.#guesses.failed(from);
    this.#refused.signIns.note({ who: '', address, what: 'failed to open a share link', subject: null });
    throw new HubscopeError('share_link_ended');
  }

  /** What the provider is called; null where there is none. */
  get provider(): string | null {
    return this.#oidc?.settings.name ?? null;
  }

  /** Sends somebody to the provider. @throws HubscopeError `not_found` where there is none, `provider_failed`, `too_many_requests` */
  async leaveForProvider(address: string): Promise<Departure> {
    if (this.#oidc === null) throw new HubscopeError('not_found');
    return this.#oidc.begin(address);
  }

  /**
   * Signs in who comes back from the provider.
   * @param query of the address at which they came
   * @param browser what their browser kept
   * @throws HubscopeError `not_found`, `sign_in_expired`, `sign_in_refused`, `provider_failed`, `no_role`, `email_not_allowed`, `name_taken`, `limit_reached`,
   * `too_many_requests`
   */
  async returnFromProvider(
    query: string,
    browser: string | undefined,
    address: string,
  ): Promise<MadeSession> {
    if (this.#oidc === null) throw new HubscopeError('not_found');
    let who = '';
    const named = (name: string): void => {
      who = name;
    };
    try {
      const made = await this.users.signInAs(await this.#oidc.finish(query, browser, named));
      this.audit.note({ who: made.grant.who ?? '', address, what: 'signed in', subject: this.provider });
      return made;
    } catch (error) {
      if (error instanceof HubscopeError && refusals.has(error.code)) {
        const subject = `${this.#oidc.settings.name}: ${error.code}`;
        this.#refused.signIns.note({ who, address, what: 'failed to sign in', subject });
      }
      throw error;
    }
  }

  async signOut(cookie: string | undefined): Promise<void> {
    const secret = sessionIn(cookie);
    if (secret !== null) await this.users.signOut(secret);
  }

  /** What who shows nothing may do; null: nothing. */
  #grantOfAnybody(): Grant | null {
    const anybody = { who: null, hubs: null, expiresAt: null, ended: false };
    if (!this.guarded) return { ...anybody, scopes: ['admin'] };
    return this.public ? { ...anybody, scopes: ['read'] } : null;
  }

  #provider(oidc: OidcSettings | null): Oidc | null {
    const { clock, log } = this.#options;
    if (oidc === null || !this.guarded) return null;
    return new Oidc(oidc, clock, (reason) => {
      log.error('signing in by the provider failed', { issuer: oidc.issuer, reason });
    });
  }

  #admit(secret: string, grant: Grant): void {
    this.#own.set(digestOf(secret), grant);
  }

  #dismiss(secret: string): void {
    const grant = this.#own.get(digestOf(secret));
    if (grant !== undefined) grant.ended = true;
    this.#own.delete(digestOf(secret));
  }
}
