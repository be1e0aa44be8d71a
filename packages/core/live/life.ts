import type { LiveState } from './store.js';

/**
 * Whether what is on screen is now: `live`; `silent`: the hub stopped reporting; `mute`: the connection stands and nothing comes
 * through it; `lost`: there is no connection.
 */
export type Life = 'live' | 'silent' | 'mute' | 'lost';

export function lifeOf(state: LiveState): Life {
  if (state.link.phase !== 'connected') return 'lost';
  if (state.mute) return 'mute';
  return state.replica.view?.status?.state === 'silent' ? 'silent' : 'live';
}
