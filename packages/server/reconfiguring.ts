import { isDeepStrictEqual } from 'node:util';
import type { Config } from '@hubscope/core/wire';
import { readCertificate } from './config/certificate.js';
import { inSetting } from './config/load.js';
import type { Judge } from './judge/index.js';
import type { Listeners } from './listeners.js';
import type { Notifier } from './notify/index.js';

type Setting = keyof Config;

/** Settings that take effect while the server runs. */
const live: ReadonlySet<Setting> = new Set(['rules', 'channels', 'routes', 'log_format', 'log_level']);

/** What a configuration that was read again did: the settings that differ from before. */
export interface Reconfigured {
  readonly applied: readonly Setting[];
  /** They take effect at the next start. */
  readonly atStart: readonly Setting[];
}

/**
 * Hands what differs between two configurations to the stages that can take it.
 * The files of TLS are read anew each time, and shown to who connects from then on where they are others.
 * @throws ConfigError where a rule looks at a signal that is not there, or a certificate can't be used; all stays as it was then
 */
export async function reconfigure(
  before: Config,
  after: Config,
  {
    judge,
    notifier,
    listeners,
  }: { readonly judge: Judge; readonly notifier: Notifier; readonly listeners: Listeners },
): Promise<Reconfigured> {
  // Only doors that speak TLS already can show another certificate.
  const certificate = after.tls === null || !listeners.secure ? null : await readCertificate(after.tls);
  const settings = (Object.keys(after) as Setting[]).sort();
  const changed = settings.filter((each) => !isDeepStrictEqual(before[each], after[each]));
  if (changed.includes('rules')) {
    inSetting('rules', () => {
      judge.rules.setFile(after.rules);
    });
    judge.rulesChanged('The configuration was changed.');
  }
  if (changed.includes('channels') || changed.includes('routes'))
    await notifier.reconfigure(after.channels, after.routes);
  const shown = certificate !== null && listeners.take(certificate);
  return {
    applied: [...changed.filter((each) => live.has(each)), ...(shown ? (['tls'] as const) : [])].sort(),
    atStart: changed.filter((each) => !live.has(each) && !(each === 'tls' && certificate !== null)),
  };
}
