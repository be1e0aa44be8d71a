import type { Records } from '@hubscope/core/record';
import type { Config } from '@hubscope/core/wire';
import { Access } from './auth/index.js';
import { clock, log } from './system.js';

/** Whether keys and names are asked for: on loopback they are not, elsewhere they are, unless the configuration says otherwise. */
export function isGuarded({ access, host, insecure }: Pick<Config, 'access' | 'host' | 'insecure'>): boolean {
  return access === 'always' || (host !== 'loopback' && !insecure);
}

/** Keys and sessions as the configuration wants them. They are known once it was restored. */
export function connectAccess(config: Config, records: Records): Access {
  return new Access({
    clock,
    records,
    guarded: isGuarded(config),
    publicView: config.public_view,
    adminKey: config.admin_key,
    log,
  });
}
