import { randomUUID } from 'node:crypto';
import { isGood, type Grant } from '@hubscope/core/access';
import { Collection, type Records } from '@hubscope/core/record';
import { cleanName } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import { accessKey, HubscopeError, type AccessKey, type MadeKey, type NewKey } from '@hubscope/core/wire';
import { z } from 'zod';
import { digestOf, newSecret } from './secret.js';

const keptKey = accessKey.extend({
  digest: z.string(),
  /** The secret before, where it is still good for a while. */
  before: z.object({ digest: z.string(), until: z.number() }).nullable(),
});
type KeptKey = z.infer<typeof keptKey>;
export const keptKeys = new Collection('access_keys', keptKey);

const maxKeys = 1000;
/** How finely it is known when a key was last used, ms. */
const usedEachMs = 60_000;

/** A secret that is good, and what it allows. */
interface Known {
  readonly key: KeptKey;
  readonly grant: Grant;
}

/** The keys of the API: who made them, what they may do, until when. */
export class KeyBook {
  #keys = new Map<string, KeptKey>();
  /** By the digest of the secret. */
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly clock: Clock,
    private readonly records: Records,
    /** Told of what was not written down. */
    private readonly fault: (error: unknown) => void,
  ) {}

  /** Takes back what was kept. */
  async restore(unread: (id: string, why: string) => void): Promise<void> {
    this.#keys = await keptKeys.load(this.records, unread);
    for (const key of this.#keys.values()) this.#admit(key);
  }

  /** The newest first. */
  list(): AccessKey[] {
    return [...this.#keys.values()].sort((a, b) => b.created_at - a.created_at).map(told);
  }

  /** @throws HubscopeError `limit_reached`; `invalid_request` where a hub's name has no readable character */
  async create({ name, scopes, hubs, expires_in }: NewKey, by: string): Promise<MadeKey> {
    if (this.#keys.size >= maxKeys)
      throw new HubscopeError('limit_reached', `More than ${String(maxKeys)} keys are not kept.`);
    const now = this.clock.now();
    const secret = newSecret('key');
    const key: KeptKey = {
      id: randomUUID(),
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
    await this.records.commit([keptKeys.put(key.id, key)]);
    this.#keys.set(key.id, key);
    this.#admit(key);
    return { ...told(key), secret };
  }

  /**
   * Gives a key another secret.
   * @param overlapSeconds how long the one before stays good
   * @throws HubscopeError `unknown_key`
   */
  async rotate(id: string, overlapSeconds: number): Promise<MadeKey> {
    const old = this.#found(id);
    const secret = newSecret('key');
    const until = this.clock.now() + overlapSeconds * 1000;
    const key: KeptKey = {
      ...old,
      digest: digestOf(secret),
      before: overlapSeconds === 0 ? null : { digest: old.digest, until },
    };
    await this.records.commit([keptKeys.put(id, key)]);
    this.#end(old);
    this.#keys.set(id, key);
    this.#admit(key);
    return { ...told(key), secret };
  }

  /** Ends a key: who came in by it is shown out. @throws HubscopeError `unknown_key` */
  async revoke(id: string): Promise<void> {
    const key = this.#found(id);
    await this.records.commit([keptKeys.remove(id)]);
    this.#keys.delete(id);
    this.#end(key);
  }

  /** What a secret allows; null where it is none, or no longer. */
  grant(secret: string): Grant | null {
    const known = this.#known.get(digestOf(secret));
    const now = this.clock.now();
    if (known === undefined || !isGood(known.grant, now)) return null;
    this.#used(known.key, now);
    return known.grant;
  }

  #found(id: string): KeptKey {
    const key = this.#keys.get(id);
    if (key === undefined) throw new HubscopeError('unknown_key');
    return key;
  }

  #admit(key: KeptKey): void {
    const { name, scopes, hubs, expires_at, digest, before } = key;
    const grant = (expiresAt: number | null): Grant => ({
      who: `key ${name}`,
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

  #end({ digest, before }: KeptKey): void {
    for (const each of [digest, ...(before === null ? [] : [before.digest])]) {
      const known = this.#known.get(each);
      if (known !== undefined) known.grant.ended = true;
      this.#known.delete(each);
    }
  }

  #used(key: KeptKey, now: number): void {
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
