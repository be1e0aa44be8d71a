import type { Grant } from '@hubscope/core/access';
import { Collection, type Records } from '@hubscope/core/record';
import { OneAtATime, type Clock } from '@hubscope/core/time';
import { HubscopeError, user, type NewUser, type Role, type Scope, type User } from '@hubscope/core/wire';
import { z } from 'zod';
import { hashPassword, isPassword } from './password.js';
import type { Person } from './oidc.js';
import { digestOf, newSecret } from './secret.js';

const keptUser = user.extend({
  /** Null: they sign in by a provider. */
  hash: z.string().nullable(),
  /** By whom the provider knows them; null: they have a password. */
  subject: z.string().nullable().default(null),
});
type KeptUser = z.infer<typeof keptUser>;
export const keptUsers = new Collection('users', keptUser);

const keptSession = z.object({ user: z.string(), expires_at: z.number() });
export const keptSessions = new Collection('sessions', keptSession);

const maxUsers = 1000;
/** Of one person at once: the oldest goes. */
const maxSessions = 20;
/** How long somebody stays signed in, ms. */
const sessionMs = 14 * 86_400_000;

/** The same where a provider vouched for them, who may no longer, ms. */
const providerSessionMs = 12 * 3_600_000;

const scopesOf: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read'],
  operator: ['operate'],
  admin: ['admin'],
};

interface Session {
  readonly user: string;
  readonly grant: Grant;
}

/** A session's secret, and when it ends. */
export interface MadeSession {
  readonly secret: string;
  readonly grant: Grant;
}

/** Who signs in to the dashboard, and who has. */
export class UserBook {
  #users = new Map<string, KeptUser>();
  /** By the digest of the secret. */
  readonly #sessions = new Map<string, Session>();
  /** Of people, and of who signs in: nobody does while they are removed. */
  readonly #changes = new OneAtATime();

  constructor(
    private readonly clock: Clock,
    private readonly records: Records,
  ) {}

  /** Takes back what was kept. */
  async restore(unread: (id: string, why: string) => void): Promise<void> {
    this.#users = await keptUsers.load(this.records, unread);
    const now = this.clock.now();
    for (const [digest, { user: name, expires_at }] of await keptSessions.load(this.records, unread)) {
      const found = this.#users.get(name);
      if (found !== undefined && now < expires_at)
        this.#sessions.set(digest, { user: name, grant: grantOf(found, expires_at) });
      else await this.records.commit([keptSessions.remove(digest)]);
    }
  }

  list(): User[] {
    return [...this.#users.values()].sort((a, b) => a.created_at - b.created_at).map(told);
  }

  get hasAdmin(): boolean {
    return [...this.#users.values()].some(({ role }) => role === 'admin');
  }

  /** @throws HubscopeError `name_taken`, `limit_reached` */
  async create({ name, password, role }: NewUser): Promise<User> {
    const hash = await hashPassword(password);
    return this.#changes.run(async () => {
      this.#mustBeFree(name);
      const now = this.clock.now();
      const made: KeptUser = { name, role, created_at: now, last_seen_at: null, hash, subject: null };
      await this.records.commit([keptUsers.put(name, made)]);
      this.#users.set(name, made);
      return told(made);
    });
  }

  /** Nobody of this name signs in any more; who has is shown out. @throws HubscopeError `unknown_user`, `last_admin` */
  remove(name: string): Promise<void> {
    return this.#changes.run(() => this.#remove(name));
  }

  async #remove(name: string): Promise<void> {
    const found = this.#users.get(name);
    if (found === undefined) throw new HubscopeError('unknown_user');
    const admins = [...this.#users.values()].filter(({ role }) => role === 'admin');
    if (found.role === 'admin' && admins.length === 1) throw new HubscopeError('last_admin');
    const sessions = [...this.#sessions].filter(([, session]) => session.user === name);
    await this.records.commit([
      keptUsers.remove(name),
      ...sessions.map(([digest]) => keptSessions.remove(digest)),
    ]);
    this.#users.delete(name);
    for (const [digest] of sessions) this.#end(digest);
  }

  /** @throws HubscopeError `wrong_password`, also where nobody has the name */
  async signIn(name: string, password: string): Promise<MadeSession> {
    const hash = this.#users.get(name)?.hash ?? null;
    if (!(await isPassword(hash, password))) throw new HubscopeError('wrong_password');
    return this.#changes.run(async () => {
      // It may have gone meanwhile.
      const found = this.#users.get(name);
      if (found?.hash !== hash) throw new HubscopeError('wrong_password');
      return this.#open(found, sessionMs);
    });
  }

  /**
   * Signs in somebody for whom a provider vouches; who comes for the first time is taken up. Another role than before ends the sessions that
   * they have.
   * @throws HubscopeError `name_taken` where their name is that of somebody else here, `limit_reached`
   */
  signInAs(person: Person): Promise<MadeSession> {
    return this.#changes.run(() => this.#signInAs(person));
  }

  async #signInAs({ subject, name, role }: Person): Promise<MadeSession> {
    const known = [...this.#users.values()].find((each) => each.subject === subject);
    if (known === undefined) {
      this.#mustBeFree(name);
      const now = this.clock.now();
      const made: KeptUser = { name, role, created_at: now, last_seen_at: null, hash: null, subject };
      return this.#open(made, providerSessionMs);
    }
    if (known.role !== role) {
      known.role = role;
      const sessions = [...this.#sessions].filter(([, session]) => session.user === known.name);
      for (const [digest] of sessions) this.#end(digest);
      await this.records.commit(sessions.map(([digest]) => keptSessions.remove(digest)));
    }
    return this.#open(known, providerSessionMs);
  }

  /** What a session's secret allows; null where it is none, or no longer. */
  grant(secret: string): Grant | null {
    return this.#sessions.get(digestOf(secret))?.grant ?? null;
  }

  /** Ends one session; nothing where it is none. */
  async signOut(secret: string): Promise<void> {
    const digest = digestOf(secret);
    if (!this.#sessions.has(digest)) return;
    await this.records.commit([keptSessions.remove(digest)]);
    this.#end(digest);
  }

  /** @throws HubscopeError `name_taken`, `limit_reached` */
  #mustBeFree(name: string): void {
    if (this.#users.has(name)) throw new HubscopeError('name_taken');
    if (this.#users.size >= maxUsers)
      throw new HubscopeError('limit_reached', `More than ${String(maxUsers)} people are not kept.`);
  }

  async #open(of: KeptUser, lifeMs: number): Promise<MadeSession> {
    const now = this.clock.now();
    const secret = newSecret('session');
    const digest = digestOf(secret);
    const grant = grantOf(of, now + lifeMs);
    const own = [...this.#sessions].filter(([, { user: name }]) => name === of.name);
    const surplus = own.slice(0, Math.max(0, own.length + 1 - maxSessions));
    const seen = { ...of, last_seen_at: now };
    await this.records.commit([
      keptUsers.put(of.name, seen),
      keptSessions.put(digest, { user: of.name, expires_at: now + lifeMs }),
      ...surplus.map(([each]) => keptSessions.remove(each)),
    ]);
    this.#users.set(of.name, seen);
    for (const [each] of surplus) this.#end(each);
    this.#sessions.set(digest, { user: of.name, grant });
    return { secret, grant };
  }

  #end(digest: string): void {
    const session = this.#sessions.get(digest);
    if (session !== undefined) session.grant.ended = true;
    this.#sessions.delete(digest);
  }
}

function grantOf({ name, role }: User, expiresAt: number): Grant {
  return { who: name, scopes: scopesOf[role], hubs: null, expiresAt, ended: false };
}

/** What may be told of somebody. */
function told({ name, role, created_at, last_seen_at }: KeptUser): User {
  return { name, role, created_at, last_seen_at };
}
