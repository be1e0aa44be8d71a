import { unwatchFile, watchFile } from 'node:fs';
import type { Reconfigured } from '@hubscope/server';
import type { Config } from '@hubscope/core/wire';
import { settled } from './settled.js';
import type { Signals } from './signals.js';

/** How often it is looked whether the file is another, ms. */
const lookEachMs = 1000;

export interface ReloadOptions {
  /** As it was read last. */
  readonly config: Config;
  readonly signals: Pick<Signals, 'on'>;
  /** The files of a configuration, which are watched; where there is none only a signal reads again. */
  readonly filesOf: (config: Config) => readonly string[];
  /** Reads the configuration. @throws ConfigError */
  readonly read: () => Promise<Config>;
  /** Takes it. @throws ConfigError */
  readonly take: (config: Config) => Promise<Reconfigured>;
  readonly say: (line: string) => void;
  /** Told which settings are not in force before the next start. */
  readonly wait: (settings: readonly string[]) => void;
  /** Told what a reload failed by: a ConfigError, or what nobody expected. */
  readonly complain: (error: unknown) => void;
}

function words({ applied, underWay = [], atStart }: Reconfigured): string {
  const parts = [
    ...(applied.length === 0 ? [] : [`${applied.join(', ')} in force`]),
    ...(underWay.length === 0 ? [] : [`${underWay.join(', ')} once the disk has taken what waits`]),
    ...(atStart.length === 0 ? [] : [`${atStart.join(', ')} from the next start on`]),
  ];
  return parts.length === 0 ? 'nothing differs' : parts.join('; ');
}

/**
 * Reads the configuration again on SIGHUP and whenever one of its files changes. One that can't be used is said, and the one before stays.
 * @returns ends it
 */
export function reloadOnChange(options: ReloadOptions): () => void {
  const { config, signals, filesOf, read, take, say, wait, complain } = options;
  let last = Promise.resolve();
  let watched: ReadonlySet<string> = new Set();
  const reload = async (): Promise<void> => {
    try {
      await settled(watched);
      const next = await read();
      const done = await take(next);
      watch(next);
      say(`configuration read again: ${words(done)}`);
      if (done.atStart.length > 0) wait(done.atStart);
    } catch (error) {
      // Whatever it is: the next reload must find its turn, and the server runs on.
      complain(error);
    }
  };
  const again = (): void => {
    last = last.then(reload);
  };
  const watch = (of: Config): void => {
    const files = new Set(filesOf(of));
    for (const file of watched) if (!files.has(file)) unwatchFile(file, again);
    for (const file of files)
      if (!watched.has(file)) watchFile(file, { interval: lookEachMs, persistent: false }, again);
    watched = files;
  };
  watch(config);
  const deaf = signals.on('reload', again);
  return () => {
    deaf();
    for (const file of watched) unwatchFile(file, again);
  };
}
