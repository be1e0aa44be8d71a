import type { FaultLog } from '@hubscope/core/log';
import type { Records } from '@hubscope/core/record';
import type { ChannelSettings, NotificationEvent, NotificationSettings, Route } from '@hubscope/core/wire';
import type { World } from './attempt.js';

/** Runs something later. Production hands in the system's timers, a test simulated ones. */
export interface Timers {
  /** @returns what calls it off */
  after(ms: number, run: () => void): () => void;
}

/** What became of an event on a channel. */
export interface Told {
  readonly channel: string;
  readonly events: readonly NotificationEvent[];
  readonly outcome: 'sent' | 'refused' | 'gave_up';
}

export interface NotifierOptions {
  readonly world: Omit<World, 'publicUrl'>;
  readonly records: Records;
  readonly timers: Timers;
  /** 0 to 1. */
  readonly random: () => number;
  /** The configuration's channels. */
  readonly channels: readonly ChannelSettings[];
  readonly routes: readonly Route[];
  readonly settings: NotificationSettings;
  readonly log: FaultLog;
  /** Called for every message that is done with. */
  readonly told: (told: Told) => void;
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
