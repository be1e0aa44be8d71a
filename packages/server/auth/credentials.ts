/** The cookie that holds a session's secret. */
export const sessionCookie = 'hubscope_session';

/** Longer ones are none of ours. */
const maxSecret = 500;

/** The secret of an `Authorization` header: the token of `Bearer`, or the password of `Basic`, whatever the name; null where it has neither. */
export function secretIn(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/, 2);
  if (value.length > maxSecret * 2) return '';
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  const plain = Buffer.from(value, 'base64').toString('utf8');
  return plain.slice(plain.indexOf(':') + 1);
}

/** The session's secret among the cookies; null where it is not there. */
export function sessionIn(cookie: string | undefined): string | null {
  for (const each of (cookie ?? '').split(';')) {
    const [name, value] = each.trim().split('=', 2);
    if (name === sessionCookie && value !== undefined && value.length <= maxSecret) return value;
  }
  return null;
}
