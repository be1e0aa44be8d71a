import type { Clock } from '@hubscope/core/time';
import type { ChannelSettings, Secret } from '@hubscope/core/wire';
import type { Resolve } from './http/address.js';
import type { Reach } from './http/post.js';

/** What channels need of the world. */
export interface Tools {
  readonly clock: Clock;
  readonly resolve: Resolve;
  /** Reads a secret for one attempt; what it reads is taken out of every text that is shown. */
  readonly secret: (secret: Secret) => Promise<string>;
  /** Where the dashboard is for those who read a message; null: not known. */
  readonly publicUrl: string | null;
}

export function reachOf(settings: Pick<ChannelSettings, 'allow_internal' | 'ca'>, { resolve }: Tools): Reach {
  return { allowInternal: settings.allow_internal, ca: settings.ca, resolve };
}
