export {
  AlertMachine,
  approachLine,
  type Acknowledgement,
  type AlertState,
  type Transition,
} from './alert.js';
export { fitsGlob } from './glob.js';
export { healthOf, strain, type Watched } from './health.js';
export { peaksOf } from './peaks.js';
export { looksAt, rulesOf } from './rules.js';
export { ColumnSeries, partsOf } from './series.js';
export { trendOf } from './trend.js';
export { UptimeRecord } from './uptime.js';
