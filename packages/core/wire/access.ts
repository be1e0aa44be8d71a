import { z } from 'zod';

/**
 * What somebody may do. `ingest`: send telemetry. `read`: see everything but secrets. `operate`: read, and acknowledge, note,
 * silence, mark, compare. `admin`: all, and change rules, channels, keys, users and what is stored.
 */
export const scope = z.enum(['ingest', 'read', 'operate', 'admin']);
export type Scope = z.infer<typeof scope>;

/** What a person is to the server. */
export const role = z.enum(['viewer', 'operator', 'admin']);
export type Role = z.infer<typeof role>;

const name = z.string().trim().min(1).max(100);

/** A hub's name, or a glob of names: `*` any text, `?` a character. */
const hubGlob = z.string().trim().min(1).max(200);

/** Which hubs something is for; null: all. */
const hubsOf = z.array(hubGlob).min(1).max(50).nullable().default(null);

/** The longest life of a key, s: ten years. */
const longestSeconds = 315_360_000;

/** A key of the API, without its secret, which nobody can be told again. */
export const accessKey = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  /** Names of hubs, or globs of them, that it is held to; null: all. */
  hubs: z.array(z.string()).nullable().default(null),
  /** ms since the epoch, as all times here. */
  created_at: z.number(),
  created_by: z.string(),
  /** Null: it does not end by itself. */
  expires_at: z.number().nullable(),
  /** Null: never; as it is known to the minute. */
  last_used_at: z.number().nullable(),
});
export type AccessKey = z.infer<typeof accessKey>;

export const newKey = z
  .strictObject({
    name,
    scopes: z.array(scope).min(1).max(4),
    hubs: hubsOf,
    /** s from now on; null: for good. */
    expires_in: z.number().int().min(60).max(longestSeconds).nullable().default(null),
  })
  .refine(({ scopes, hubs }) => hubs === null || !scopes.includes('admin'), {
    path: ['hubs'],
    message: 'an admin has all hubs: leave one of the two out',
  });
export type NewKey = z.infer<typeof newKey>;

/** A key with its secret: told once, when it is made or its secret is changed. */
export const madeKey = accessKey.extend({ secret: z.string() });
export type MadeKey = z.infer<typeof madeKey>;

/** A link by which somebody without a name looks, until it ends. */
export const shareLink = accessKey.omit({ scopes: true }).extend({ expires_at: z.number() });
export type ShareLink = z.infer<typeof shareLink>;

/** The longest life of a share link, s: a year. */
const longestShareSeconds = 31_536_000;

export const newShareLink = z.strictObject({
  name,
  hubs: hubsOf,
  /** s from now on; a week unless set. */
  expires_in: z.number().int().min(60).max(longestShareSeconds).default(604_800),
});
export type NewShareLink = z.infer<typeof newShareLink>;

/** A share link with its address on this server, whose fragment holds the secret: told once. */
export const madeShareLink = shareLink.extend({ path: z.string() });
export type MadeShareLink = z.infer<typeof madeShareLink>;

/** Who opens a share link. @see madeShareLink */
export const shareSignIn = z.strictObject({ link: z.string().min(1).max(200) });

export const rotation = z.strictObject({
  /** How long the secret before stays good, s. */
  overlap: z.number().int().min(0).max(604_800).default(0),
});

const password = z.string().min(10, 'ten characters at least').max(200);

/** Somebody who signs in to the dashboard. */
export const user = z.object({
  name: z.string(),
  role,
  created_at: z.number(),
  last_seen_at: z.number().nullable(),
});
export type User = z.infer<typeof user>;

export const newUser = z.strictObject({ name, password, role });
export type NewUser = z.infer<typeof newUser>;

export const signIn = z.strictObject({ name, password: z.string().min(1).max(200) });
export type SignIn = z.infer<typeof signIn>;

/** The first admin: who holds the link that the server printed. */
export const firstSignIn = z.strictObject({ link: z.string().min(1).max(200), name, password });
export type FirstSignIn = z.infer<typeof firstSignIn>;

/** Who asks, as the server sees it. */
export const sessionAnswer = z.object({
  /** Whether it asks for keys and names at all: on loopback it does not. */
  guarded: z.boolean(),
  /** Whether who has not signed in may look. */
  public: z.boolean(),
  /** What the provider is called by whom people sign in; null: by name and password alone. */
  provider: z.string().nullable(),
  /** Null: nobody has signed in. */
  who: z.string().nullable(),
  scopes: z.array(scope),
  /** Names of hubs, or globs of them, that it is held to; null: all. */
  hubs: z.array(z.string()).nullable(),
  /** ms since the epoch. */
  expires_at: z.number().nullable(),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;

/** One thing that somebody did to the server. */
export const auditEntry = z.object({
  at: z.number(),
  who: z.string(),
  /** The address that it came from. */
  address: z.string(),
  what: z.string(),
  subject: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
