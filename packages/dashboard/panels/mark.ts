import type { Target } from '@hubscope/core/wire';
import { apiPath, ask, idOf } from '../live/api.js';
import { markWords as words } from '../words/mark.js';
import { say } from './overlay.js';

/** A moment to be named. */
export interface NewMark {
  readonly hub: string;
  readonly name: string;
  /** ms since the epoch; now unless set. */
  readonly at?: number;
  readonly targets?: readonly Target[];
}

/** Names a moment, and says how to take that back. @throws ApiFault */
export async function mark(wanted: NewMark): Promise<void> {
  const id = idOf(await ask(apiPath('/markers'), { method: 'POST', body: wanted }));
  say({
    words: words.marked(wanted.name),
    undo: () => ask(apiPath(`/markers/${encodeURIComponent(id)}`), { method: 'DELETE' }),
  });
}
