import type { Gate, Grant } from '../grant.js';
import type { Limits } from '../limits.js';

/** For everything. */
export const openGrant: Grant = {
  who: null,
  scopes: ['admin'],
  hubs: null,
  expiresAt: null,
  ended: false,
};

/** Lets in everybody, to everything. */
export const openGate: Gate = {
  grantOf: () => openGrant,
};

/** Holds nobody back. */
export const noLimits: Limits = { knock: () => undefined, ask: () => undefined };
