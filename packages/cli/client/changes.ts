import { changesAnswer } from '@hubscope/core/wire';
import { percent, value } from './impact.js';
import { table, tell } from './run.js';
import { Server, type ServerOptions } from './server.js';
import { durationMs } from './values.js';

export interface LiveChangesOptions extends ServerOptions {
  readonly signal?: string;
  readonly last?: string;
  readonly p: number;
  readonly minChange: number;
}

/** Prints where the level of a hub's signals changed. */
export async function changesLive(options: LiveChangesOptions): Promise<void> {
  const server = new Server(options);
  const hub = await server.hub(options);
  const from = Date.now() - durationMs('--last', options.last ?? '24h');
  const query = new URLSearchParams({
    from: String(Math.max(0, from)),
    p: String(options.p),
    min_change: String(options.minChange),
  });
  if (options.signal !== undefined) query.set('signal', options.signal);
  const path = `/hubs/${encodeURIComponent(hub)}/changes?${query.toString()}`;
  const answer = await server.ask(changesAnswer, path);
  tell(options.json, answer.changes, () =>
    answer.changes.length === 0
      ? 'no change'
      : table([
          ['WHEN', 'BEFORE', 'AFTER', 'CHANGE', 'P', 'SIGNAL'],
          ...answer.changes.map(({ at, before, after, change, p, signal }) => [
            new Date(at).toISOString(),
            value(before, ''),
            value(after, ''),
            percent(change),
            p.toPrecision(2),
            signal,
          ]),
        ]),
  );
}
