import { z } from 'zod';

/** An address to which secrets are sent: over TLS, but for this very machine. */
const address = z.union(
  [
    z.url({ protocol: /^https$/ }).max(1000),
    z.url({ protocol: /^http$/, hostname: /^(?:localhost|127\.0\.0\.1|\[::1\])$/ }).max(1000),
  ],
  'must be an address with https://, or with http:// on loopback',
);

const values = z.array(z.string().min(1).max(300)).max(100).default([]);
const claim = z.string().min(1).max(200);

/** Signing in by an OpenID provider. */
export const oidcSettings = z.strictObject({
  /** The provider, as its tokens name it. */
  issuer: address,
  client_id: z.string().min(1).max(500),
  /** Null: a public client. */
  client_secret: z.string().min(1).max(1000).nullable().default(null),
  /** This server, as browsers have it: where the provider sends them back. */
  url: address,
  /** What the button says behind "Sign in with". */
  name: z.string().trim().min(1).max(60).default('single sign-on'),
  scopes: z
    .array(z.string().min(1).max(100))
    .max(20)
    .default(['openid', 'profile', 'email'])
    .refine((all) => all.includes('openid'), 'must hold openid'),
  /** The claim by which people are called. */
  name_claim: claim.default('preferred_username'),
  /** The claim, a text or a list of them, that says who may do what; `a.b` is also `b` within `a`. */
  role_claim: claim.default('groups'),
  /** The values of it that give each role, `*` any; the highest that fits counts, and who has none stays outside. */
  roles: z
    .strictObject({ admin: values, operator: values, viewer: values })
    .refine(
      ({ admin, operator, viewer }) => admin.length + operator.length + viewer.length > 0,
      'give nobody a role',
    ),
  /** Domains of the verified e-mail addresses that are let in; none: all, with or without one. */
  email_domains: z.array(z.string().trim().toLowerCase().min(1).max(253)).max(100).default([]),
});
export type OidcSettings = z.infer<typeof oidcSettings>;

/** How people sign in, beside by name and password. */
export const authSettings = z.strictObject({
  /** Null: by nobody else. */
  oidc: oidcSettings.nullable().default(null),
});
