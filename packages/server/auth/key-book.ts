import { randomUUID } from 'node:crypto';
import { isGood, type Grant } from '@hubscope/core/access';
import { Collection, type RecordChange, type Records } from '@hubscope/core/record';
import { cleanName } from '@hubscope/core/signal';
import { OneAtATime, type Clock } from '@hubscope/core/time';
import {
  accessKey,
  HubscopeError,
  type AccessKey,
  type ErrorCode,
  type MadeKey,
  type NewKey,
} from '@hubscope/core/wire';
import { z } from 'zod';
import { digestOf, newSecret } from './secret.js';

/** What a secret is for: programs, or the browsers of who was given a link. */
export type KeyKind = 'key' | 'share';

const keptKey = accessKey.extend({
  kind: z.enum(['key', 'share']).default('key'),
  digest: z.string(),
  /** The secret before, where it is still good for a while. */
  before: z.object({ digest: z.string(), until: z.number() }).nullable(),
});
type KeptKey = z.infer<typeof keptKey>;
export const keptKeys = new Collection('access_keys', keptKey);

/** Of each kind. */
const maxKeys = 1000;
const words = {
  key: { many: 'keys', unknown: 'unknown_key' },
  share: { many: 'share links', unknown: 'unknown_share_link' },
} as const satisfies Record<KeyKind, { many: string; unknown: ErrorCode }>;
/** One that is over is listed so long, ms. */
const endedStaysMs = 7 * 86_400_000;
/** How finely it is known when a key was last used, ms. */
const usedEachMs = 60_000;

/** A secret that is good, and what it allows. */
interface Known {
  readonly key: KeptKey;
  readonly grant: Grant;
}

/** The keys of the API, or the share links: who made them, what they may do, until when. */
export class KeyBook {
  #keys = new Map<string, KeptKey>();
  /** By the digest of the secret. */
  readonly #known = new Map<string, Known>();
  readonly #changes = new OneAtATime();
  /** Ids of the keys of which a change is being written down. */
  #changing: ReadonlySet<string> = new Set();

  constructor(
    private readonly kind: KeyKind,
    private readonly clock: Clock,
    private readonly records: Records,
    /** Told of what was not written down. */
    private readonly fault: (error: unknown) => void,
  ) {}

  /** Takes back what was kept. */
  async restore(unread: (id: string, why: string) => void): Promise<void> {
    const all = await keptKeys.load(this.records, unread);
    this.#keys = new Map([...all].filter(([, { kind }]) => kind === this.kind));
    for (const key of this.#keys.values()) this.#admit(key);
  }

  /** The newest first. */
  list(): AccessKey[] {
    return [...this.#keys.values()].sort((a, b) => b.created_at - a.created_at).map(told);
  }

  /** @throws HubscopeError `limit_reached`; `invalid_request` where a hub's name has no readable character */
  create(asked: NewKey, by: string): Promise<MadeKey> {
    return this.#changes.run(() => this.#create(asked, by));
  }

  /**
   * Gives a key another secret.
   * @param overlapSeconds how long the one before stays good
   * @throws HubscopeError `unknown_key`, `unknown_share_link`
   */
  rotate(id: string, overlapSeconds: number): Promise<MadeKey> {
    return this.#changes.run(() => this.#rotate(id, overlapSeconds));
  }

  /** Ends a key: who came in by it is shown out. @throws HubscopeError `unknown_key`, `unknown_share_link` */
  revoke(id: string): Promise<void> {
    return this.#changes.run(async () => {
      const key = this.#found(id);
      await this.#change([keptKeys.remove(id)], () => {
        this.#forget(key);
      });
    });
  }

  /** What a secret allows; null where it is none, or no longer. */
  grant(secret: string): Grant | null {
    const known = this.#known.get(digestOf(secret));
    const now = this.clock.now();
    if (known === undefined || !isGood(known.grant, now)) return null;
    this.#used(known.key, now);
    return known.grant;
  }

  async #create({ name, scopes, hubs, expires_in }: NewKey, by: string): Promise<MadeKey> {
    const now = this.clock.now();
    const gone = this.#over(now);
    if (this.#keys.size - gone.length >= maxKeys)
      throw new HubscopeError(
        'limit_reached',
        `More than ${String(maxKeys)} ${words[this.kind].many} are not kept.`,
      );
    const secret = newSecret(this.kind);
    const key: KeptKey = {
      id: randomUUID(),
      kind: this.kind,
      name,
      scopes: [...new Set(scopes)],
      hubs: knownHubs(hubs),
      created_at: now,
      created_by: by,
      expires_at: expires_in === null ? null : now + expires_in * 1000,
      last_used_at: null,
      digest: digestOf(secret),
      before: null,
    };
    await this.#change([keptKeys.put(key.id, key), ...gone.map(({ id }) => keptKeys.remove(id))], () => {
      for (const each of gone) this.#forget(each);
      this.#keys.set(key.id, key);
      this.#admit(key);
    });
    return { ...told(key), secret };
  }

  async #rotate(id: string, overlapSeconds: number): Promise<MadeKey> {
    const old = this.#found(id);
    const secret = newSecret(this.kind);
    const until = this.clock.now() + overlapSeconds * 1000;
    const key: KeptKey = {
      ...old,
      digest: digestOf(secret),
      before: overlapSeconds === 0 ? null : { digest: old.digest, until },
    };
    await this.#change([keptKeys.put(id, key)], () => {
      this.#end(old);
      this.#keys.set(id, key);
      this.#admit(key);
    });
    return { ...told(key), secret };
  }

  /** Writes a change down, and takes it in once it is on the disk. */
  async #change(changes: readonly RecordChange[], takeIn: () => void): Promise<void> {
    this.#changing = new Set(changes.map(({ id }) => id));
    try {
      await this.records.commit(changes);
      takeIn();
    } finally {
      this.#changing = new Set();
    }
  }

  /** What ended so long ago that nobody asks for it any more. */
  #over(now: number): KeptKey[] {
    return [...this.#keys.values()].filter(
      ({ expires_at }) => expires_at !== null && now - expires_at > endedStaysMs,
    );
  }

  #found(id: string): KeptKey {
    const key = this.#keys.get(id);
    if (key === undefined) throw new HubscopeError(words[this.kind].unknown);
    return key;
  }

  #admit(key: KeptKey): void {
    const { name, scopes, hubs, expires_at, digest, before } = key;
    const grant = (expiresAt: number | null): Grant => ({
      who: this.kind === 'key' ? `key ${name}` : `the share link ${name}`,
      scopes,
      hubs,
      expiresAt,
      ended: false,
    });
    this.#known.set(digest, { key, grant: grant(expires_at) });
    if (before === null) return;
    const until = expires_at === null ? before.until : Math.min(expires_at, before.until);
    this.#known.set(before.digest, { key, grant: grant(until) });
  }

  #forget(key: KeptKey): void {
    this.#keys.delete(key.id);
    this.#end(key);
  }

  #end({ digest, before }: KeptKey): void {
    for (const each of [digest, ...(before === null ? [] : [before.digest])]) {
      const known = this.#known.get(each);
      if (known !== undefined) known.grant.ended = true;
      this.#known.delete(each);
    }
  }

  #used(key: KeptKey, now: number): void {
    // The key as it was would be written after its change, and undo it.
    if (this.#changing.has(key.id)) return;
    if (key.last_used_at !== null && now - key.last_used_at < usedEachMs) return;
    key.last_used_at = now;
    this.records.commit([keptKeys.put(key.id, { ...key })]).catch(this.fault);
  }
}

/** What may be told of a key. */
function told(key: KeptKey): AccessKey {
  const { id, name, scopes, hubs, created_at, created_by, expires_at, last_used_at } = key;
  return { id, name, scopes, hubs, created_at, created_by, expires_at, last_used_at };
}

/** Hubs as their names stand elsewhere, each once. */
function knownHubs(hubs: readonly string[] | null): string[] | null {
  if (hubs === null) return null;
  const names = hubs.map(cleanName);
  if (names.includes(''))
    throw new HubscopeError('invalid_request', 'hubs: a name has no readable character.');
  return [...new Set(names)];
}
