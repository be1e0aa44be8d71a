import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '@hubscope/core/wire';
import { accessSettings, isGuarded, mustBeClear } from './accessing.js';
import type { Access } from './auth/index.js';
import { readCertificate } from './config/certificate.js';
import { inSetting } from './config/load.js';
import type { Judge } from './judge/index.js';
import type { Listeners } from './listeners.js';
import type { Notifier } from './notify/index.js';
import { trustedProxies } from './proxies.js';
import { log } from './system.js';

export type Setting = keyof Config;

/** Settings that take effect while the server runs. `tls` does where the doors speak TLS, `public_view` where keys are asked for anyway. */
const live = [
  'admin_key',
  'auth',
  'channels',
  'limits',
  'log_format',
  'log_level',
  'max_viewers',
  'origins',
  'public_view',
  'routes',
  'rules',
  'tls',
  'trusted_proxies',
] as const satisfies readonly Setting[];

/** What a configuration that was read again did: the settings in which it differs from the one in force. */
export interface Reconfigured {
  readonly applied: readonly Setting[];
  /** They are taken in as soon as the disk has taken what has to be written first; absent where nothing waits for it. */
  readonly underWay?: readonly Setting[];
  /** They take effect at the next start. */
  readonly atStart: readonly Setting[];
}

/** Settings that the notifier takes, together. */
const notified = ['channels', 'routes'] as const satisfies readonly Setting[];

/** How long a reload waits for the notifier, ms: on a disk that is full it would wait until there is room. */
const notifierWithinMs = 2000;

/** What a notifier is taking in; the next waits for it, since both would hand on what waits on a channel. */
const takingIn = new WeakMap<Notifier, Promise<void>>();

/**
 * Hands a notifier its settings.
 * @returns whether it has taken them in; where it has not yet, it goes on
 */
async function notify(notifier: Notifier, { channels, routes }: Config): Promise<boolean> {
  const before = takingIn.get(notifier) ?? Promise.resolve();
  const taken = before.then(() => notifier.reconfigure(channels, routes));
  let waitedFor = true;
  const over = taken.catch((error: unknown) => {
    if (!waitedFor) log.error('channels and routes of the configuration could not be taken in', { error });
  });
  takingIn.set(notifier, over);
  try {
    const inTime = taken.then(() => true);
    return await Promise.race([inTime, pause(notifierWithinMs, false, { ref: false })]);
  } finally {
    waitedFor = false;
  }
}

/** The stages that take settings. */
export interface Reconfigurable {
  readonly access: Pick<Access, 'reconfigure'>;
  readonly judge: Judge;
  readonly notifier: Notifier;
  readonly listeners: Listeners;
}

/** @throws ConfigError where the configuration can't be used, as at a start */
function check(after: Config): void {
  trustedProxies(() => after.trusted_proxies);
  mustBeClear(after);
}

/**
 * Hands what differs from a configuration in force to the stages that can take it, and writes it into that configuration.
 * The files of TLS are read anew each time, and shown to who connects from then on where they are others.
 * @param inForce as the server was started with it, and as it was changed since
 * @throws ConfigError where it can't be used; all stays as it was then
 */
export async function reconfigure(
  inForce: Config,
  after: Config,
  { access, judge, notifier, listeners }: Reconfigurable,
): Promise<Reconfigured> {
  check(after);
  // Only doors that speak TLS already can show another certificate.
  const certificate = after.tls === null || !listeners.secure ? null : await readCertificate(after.tls);
  const settings = (Object.keys(after) as Setting[]).sort();
  const changed = settings.filter((each) => !isDeepStrictEqual(inForce[each], after[each]));
  if (changed.includes('rules')) {
    inSetting('rules', () => {
      judge.rules.setFile(after.rules);
    });
    judge.rulesChanged('The configuration was changed.');
  }
  // Before all that waits for the disk: a certificate that has run out lets nobody in.
  const shown = certificate !== null && listeners.take(certificate);
  // Asking for keys, and not, is for a start: it prints the link by which the first admin comes in.
  const guarded = isGuarded({
    ...after,
    host: inForce.host,
    access: inForce.access,
    insecure: inForce.insecure,
  });
  const takes: Partial<Record<Setting, boolean>> = {
    tls: certificate !== null,
    public_view: guarded === isGuarded(inForce),
  };
  const taken = live.filter((each) => changed.includes(each) && takes[each] !== false);
  // Whoever looks at it each time sees them from now on.
  Object.assign(inForce, Object.fromEntries(taken.map((each) => [each, after[each]])));
  access.reconfigure(accessSettings(inForce));
  const told = notified.filter((each) => taken.includes(each));
  const underWay = told.length === 0 || (await notify(notifier, after)) ? [] : told;
  const applied = taken.filter((each) => each !== 'tls' && !underWay.some((other) => other === each));
  return {
    applied: [...applied, ...(shown ? (['tls'] as const) : [])].sort(),
    ...(underWay.length === 0 ? {} : { underWay }),
    atStart: changed.filter((each) => !taken.some((other) => other === each)),
  };
}
