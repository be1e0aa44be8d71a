export { Forecast, type WholePast } from './forecast.js';
export type { Judged } from './hub-judge.js';
export { Judge, type JudgeOptions } from './judge.js';
export { finish, type Steps } from './steps.js';
