export { AlertMachine, type AlertState, type Watch } from './alert.js';
export {
  acknowledgement,
  alertMemory,
  copyMemory,
  type Acknowledgement,
  type AlertMemory,
} from './alert-memory.js';
export type { AlertEvent } from './alert-step.js';
export { badOf, burnMemory, BurnWindow, type BurnMemory } from './burn.js';
export { approachLine, approaches, breaches } from './condition.js';
export { graver, gravity } from './grave.js';
export { digest } from './digest.js';
export { fitsGlob } from './glob.js';
export { healthOf, strain, type Watched } from './health.js';
export { fitsMatcher, silenceState, windowAt, type Mutable } from './mute.js';
export { Peaks } from './peaks.js';
export { previewOf, type Fired, type Preview } from './preview.js';
export { looksAt, rulesOf } from './rules.js';
export { ColumnSeries, partsOf } from './series.js';
export { suggestThreshold } from './suggest.js';
export { Trends } from './trend.js';
export { measureOf } from './words.js';
export { UptimeRecord, type UptimeRun } from './uptime.js';
export { cellSeconds, secondStates, type SecondState } from './uptime-cell.js';
