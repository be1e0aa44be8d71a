export type { BoundSeries, SeriesIdentity } from './bound.js';
export { Calls, callsKeptMs, type Call } from './calls.js';
export type { ClosedSecond } from './closed.js';
export { amendSeconds, defaultLimits, type WindowLimits } from './limits.js';
export { Points } from './points.js';
export type { NumberForm } from './series.js';
export type { ProcessStatus, Status } from './status.js';
export { untimely } from './timely.js';
export { Windows, type Accepted, type WindowsOptions } from './windows.js';
