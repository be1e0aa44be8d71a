export { Book, type BookOptions, type MetricType } from './book.js';
export { remoteWriteRoute, type RemoteWriteOptions } from './http.js';
export { fromNative, type NativeHistogram } from './native.js';
export type { Taker } from './series.js';
export { Tally } from './tally.js';
export type { WriteAdmission } from './sharing.js';
