export { systemResolve, type Address, type Resolve } from './http/address.js';
export { Notifier } from './notifier.js';
export { systemTimers, type NotifierOptions, type Timers, type Told } from './ports.js';
