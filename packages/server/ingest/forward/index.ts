export { Forwarder, forwardedHeader, type ForwardStats } from './forwarder.js';
export type { RawRequest } from './raw-request.js';
