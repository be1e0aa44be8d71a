import { unwatchFile, watchFile } from 'node:fs';
import { ConfigError, type Reconfigured } from '@hubscope/server';
import type { Config } from '@hubscope/core/wire';

/** How often it is looked whether the file is another, ms. */
const lookEachMs = 1000;

export interface ReloadOptions {
  /** The file that is watched; null: none, and only a signal reads again. */
  readonly file: string | null;
  /** Reads the configuration. @throws ConfigError */
  readonly read: () => Promise<Config>;
  /** Takes it. @throws ConfigError */
  readonly take: (config: Config) => Promise<Reconfigured>;
  readonly say: (line: string) => void;
  /** Told of a configuration that can't be used. */
  readonly complain: (line: string) => void;
}

function words({ applied, atStart }: Reconfigured): string {
  const parts = [
    ...(applied.length === 0 ? [] : [`${applied.join(', ')} in force`]),
    ...(atStart.length === 0 ? [] : [`${atStart.join(', ')} from the next start on`]),
  ];
  return parts.length === 0 ? 'nothing differs' : parts.join('; ');
}

/**
 * Reads the configuration again on SIGHUP and whenever the file changes. One that can't be used is said, and the one before stays.
 * @returns ends it
 */
export function reloadOnChange({ file, read, take, say, complain }: ReloadOptions): () => void {
  let last = Promise.resolve();
  const reload = async (): Promise<void> => {
    try {
      say(`configuration read again: ${words(await take(await read()))}`);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      complain(`The configuration can't be used, the one before stays in force:\n${error.message}`);
    }
  };
  const again = (): void => {
    last = last.then(reload);
  };
  process.on('SIGHUP', again);
  if (file !== null) watchFile(file, { interval: lookEachMs, persistent: false }, again);
  return () => {
    process.off('SIGHUP', again);
    if (file !== null) unwatchFile(file, again);
  };
}
