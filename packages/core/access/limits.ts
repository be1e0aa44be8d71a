import type { Credentials, Grant } from './grant.js';

/** Holds back who asks too often. */
export interface Limits {
  /** Somebody at this address asks for something, or to be a viewer. @throws HubscopeError `too_many_requests` */
  knock(address: string, as?: 'viewer'): void;
  /** What they showed was good for this grant. @throws HubscopeError `too_many_requests` */
  ask(grant: Grant, shown: Credentials): void;
}
