import { cleanName } from '@hubscope/core/signal';
import { HubscopeError, type OidcSettings, type Role } from '@hubscope/core/wire';

/** What a provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Claims => typeof value === 'object' && value !== null;

function own(claims: unknown, name: string): unknown {
  return isObject(claims) && Object.hasOwn(claims, name) ? claims[name] : undefined;
}

/** A claim by its name, which may hold points itself, else by its path. */
function claimOf(claims: Claims, name: string): unknown {
  return own(claims, name) ?? name.split('.').reduce<unknown>(own, claims);
}

/** Their e-mail address, where the provider has made sure that it is theirs; else null. */
function emailOf(claims: Claims): string | null {
  const { email, email_verified: verified } = claims;
  return typeof email === 'string' && verified === true ? email.toLowerCase() : null;
}

/**
 * The highest role that a person's claims give.
 * @throws HubscopeError `no_role` where they give none, `email_not_allowed` where their e-mail address is not one that is let in
 */
export function roleOf(
  { role_claim, roles, email_domains }: Pick<OidcSettings, 'role_claim' | 'roles' | 'email_domains'>,
  claims: Claims,
): Role {
  const email = emailOf(claims);
  const domain = email?.slice(email.lastIndexOf('@') + 1);
  if (email_domains.length > 0 && (domain === undefined || !email_domains.includes(domain)))
    throw new HubscopeError('email_not_allowed');
  // An address that anybody could have typed gives nobody a role.
  const told = role_claim === 'email' ? [email] : [claimOf(claims, role_claim)].flat();
  for (const role of ['admin', 'operator', 'viewer'] as const)
    if (roles[role].some((each) => each === '*' || told.includes(each))) return role;
  throw new HubscopeError('no_role');
}

/** What people are called: by the claim that is to say it, else as the provider knows them. */
export function nameOf({ name_claim }: Pick<OidcSettings, 'name_claim'>, claims: Claims): string {
  const told = [claimOf(claims, name_claim), claims['email'], claims['sub']];
  const named = told.flatMap((each) => (typeof each === 'string' ? [cleanName(each).trim()] : []));
  return (named.find((each) => each !== '') ?? 'nameless').slice(0, 100);
}
