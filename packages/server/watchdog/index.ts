export { Watchdog } from './watchdog.js';
export type { Patience } from './watch.js';
