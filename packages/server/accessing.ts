import type { Records } from '@hubscope/core/record';
import type { Config } from '@hubscope/core/wire';
import { Access, type AccessSettings } from './auth/index.js';
import { ConfigError } from './config/load.js';
import { clock, log } from './system.js';

/**
 * Whether keys and names are asked for: on loopback they are not, elsewhere they are, unless the configuration says otherwise. Where
 * everybody may look, whoever does more is asked.
 */
export function isGuarded(of: Pick<Config, 'access' | 'host' | 'insecure' | 'public_view'>): boolean {
  return of.public_view || of.access === 'always' || (of.host !== 'loopback' && !of.insecure);
}

/** @throws ConfigError where it wants both that everybody may do everything and that they may only look */
export function mustBeClear({ public_view, insecure }: Pick<Config, 'insecure' | 'public_view'>): void {
  if (public_view && insecure)
    throw new ConfigError('public_view: insecure lets everybody do everything; leave one of the two out');
}

/** What of a configuration access takes while it runs. */
export function accessSettings(config: Config): AccessSettings {
  return {
    publicView: config.public_view,
    adminKey: config.admin_key,
    oidc: config.auth.oidc,
    limits: config.limits,
    viewers: config.max_viewers,
  };
}

/**
 * Keys and sessions as the configuration wants them. They are known once it was restored.
 * @throws ConfigError
 */
export function connectAccess(config: Config, records: Records): Access {
  mustBeClear(config);
  return new Access({ ...accessSettings(config), clock, records, guarded: isGuarded(config), log });
}
