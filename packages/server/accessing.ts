import type { Records } from '@hubscope/core/record';
import type { Config } from '@hubscope/core/wire';
import { Access } from './auth/index.js';
import { ConfigError } from './config/load.js';
import { clock, log } from './system.js';

/**
 * Whether keys and names are asked for: on loopback they are not, elsewhere they are, unless the configuration says otherwise. Where
 * everybody may look, whoever does more is asked.
 */
export function isGuarded(of: Pick<Config, 'access' | 'host' | 'insecure' | 'public_view'>): boolean {
  return of.public_view || of.access === 'always' || (of.host !== 'loopback' && !of.insecure);
}

/**
 * Keys and sessions as the configuration wants them. They are known once it was restored.
 * @throws ConfigError where it wants both that everybody may do everything and that they may only look
 */
export function connectAccess(config: Config, records: Records): Access {
  if (config.public_view && config.insecure)
    throw new ConfigError('public_view: insecure lets everybody do everything; leave one of the two out');
  return new Access({
    clock,
    records,
    guarded: isGuarded(config),
    publicView: config.public_view,
    adminKey: config.admin_key,
    oidc: config.auth.oidc,
    limits: config.limits,
    log,
  });
}
