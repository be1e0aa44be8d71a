import type { Gate } from '../grant.js';

/** Lets in everybody, to everything. */
export const openGate: Gate = {
  grantOf: () => ({ who: null, scopes: ['admin'], expiresAt: null, ended: false }),
};
