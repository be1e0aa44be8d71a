import type { Gate, Grant } from '../grant.js';

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
