import type { FaultLog } from '@hubscope/core/log';
import type { Records } from '@hubscope/core/record';
import type { Clock } from '@hubscope/core/time';
import type { Config } from '@hubscope/core/wire';
import type { Metric, Metrics } from './api/index.js';
import type { Judge } from './judge/index.js';
import { names } from './names.js';
import { Notifier, systemTimers, type Address, type Told } from './notify/index.js';

export interface NotifyingOptions {
  readonly clock: Clock;
  readonly config: Config;
  readonly records: Records;
  readonly log: FaultLog;
  /** Called for every message that is done with. */
  readonly told: (told: Told) => void;
}

/** The addresses of a channel's host. */
async function resolve(name: string): Promise<Address[]> {
  return (await names.all(name)).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

/** The notifier on this machine's network, timers and environment. */
export function connectNotifier({ clock, config, records, log, told }: NotifyingOptions): Notifier {
  return new Notifier({
    world: { clock, env: process.env, resolve },
    records,
    timers: systemTimers,
    random: Math.random,
    channels: config.channels,
    routes: config.routes,
    settings: config.notifications,
    log,
    told,
  });
}

/** The server's own metrics with what became of alerts and notifications. */
export function withNotifications(metrics: Metrics, notifier: Notifier, judge: Judge): Metrics {
  const one = (value: number): Metric['samples'] => [{ labels: {}, value }];
  return {
    collect: () => {
      const { sent, dropped, waiting } = notifier.stats();
      return [
        ...metrics.collect(),
        {
          name: 'hubscope_alerts_refused_total',
          help: 'Breaches that began no alert, since there were too many.',
          type: 'counter',
          samples: one(judge.refused),
        },
        {
          name: 'hubscope_notifications_sent_total',
          help: 'Events that a channel took.',
          type: 'counter',
          samples: one(sent),
        },
        {
          name: 'hubscope_notifications_dropped_total',
          help: 'Events that were dropped for want of room, refused or given up.',
          type: 'counter',
          samples: one(dropped),
        },
        {
          name: 'hubscope_notifications_waiting',
          help: 'Events that are still to be told.',
          type: 'gauge',
          samples: one(waiting),
        },
      ];
    },
  };
}

const words = { fired: 'fired', resolved: 'resolved', updated: 'became graver' } as const;

/** Writes what became of a message into the timelines of its incidents. */
export function writeDown({ channel, events, outcome }: Told, { desk, incidents }: Judge): void {
  for (const { incident, kind } of events) {
    // An incident that was so long ago that it is forgotten has no timeline any more.
    if (incidents.find(incident.id) === null) continue;
    const that = `that it ${words[kind]}`;
    const text = {
      sent: `${channel} was told ${that}.`,
      refused: `${channel} refused to be told ${that}.`,
      gave_up: `${channel} could not be told ${that}: it was given up.`,
    }[outcome];
    desk.enter(incident.id, { kind: 'notification', by: null, text });
  }
}
