import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '@hubscope/core/wire';
import { readCertificate } from './config/certificate.js';
import { inSetting } from './config/load.js';
import type { Judge } from './judge/index.js';
import type { Listeners } from './listeners.js';
import type { Notifier } from './notify/index.js';
import { log } from './system.js';

type Setting = keyof Config;

/** Settings that take effect while the server runs. */
const live: ReadonlySet<Setting> = new Set(['rules', 'channels', 'routes', 'log_format', 'log_level']);

/** What a configuration that was read again did: the settings that differ from before. */
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
  // Before all that waits for the disk: a certificate that has run out lets nobody in.
  const shown = certificate !== null && listeners.take(certificate);
  const told = notified.filter((each) => changed.includes(each));
  const underWay = told.length === 0 || (await notify(notifier, after)) ? [] : told;
  const inForce = changed.filter((each) => live.has(each) && !underWay.some((other) => other === each));
  return {
    applied: [...inForce, ...(shown ? (['tls'] as const) : [])].sort(),
    ...(underWay.length === 0 ? {} : { underWay }),
    atStart: changed.filter((each) => !live.has(each) && !(each === 'tls' && certificate !== null)),
  };
}
