export type { HubEvent } from './event.js';
export {
  systemTimers,
  type OriginPolicy,
  type StreamOptions,
  type StreamPorts,
  type Timers,
} from './ports.js';
export { Stream, type StreamStats } from './stream.js';
